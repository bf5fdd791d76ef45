import type { RunStep } from '../../dockerfile/stages/step.ts';
import { lineEnd } from '../edit-list.ts';
import type { StageScope } from './stage-scope.ts';

/**
 * busybox ash knows parts of bash that dash, Debian's /bin/sh, does not (ash.c with CONFIG_ASH_BASH_COMPAT; dash(1)): such a RUN gets bash, which every
 * Debian and Ubuntu image has. A RUN that already names its shell is left as it is.
 */
export function bashNeed({ file, list, target, fromLibc }: StageScope, { instruction, script, inherited }: RunStep): void {
  if (script === null || inherited || target.manager !== 'apt' || fromLibc !== 'musl') return;
  if (script.shell !== 'sh' || instruction.value.kind !== 'shell') return;
  const feature = bashFeature(script.text.text);
  if (feature === undefined) return;
  const lineStart = file.text.lastIndexOf('\n', instruction.range.start - 1) + 1;
  const after = `SHELL ["/bin/bash", "-c"]${lineEnd(file.text)}`;
  list.add({
    start: lineStart,
    end: lineStart,
    after,
    reason: `${feature} works in busybox ash and bash, not in dash`,
    certainty: 'likely',
    rule: 'shell',
  });
}

/** What of the text dash cannot do. Quoted text is taken out first: it only looks like shell. */
function bashFeature(text: string): string | undefined {
  const plain = text.replaceAll(/'[^']*'/g, "''").replaceAll(/(^|\s)#[^\n]*/g, '$1');
  return features.find(({ pattern }) => pattern.test(plain))?.what;
}

const features: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /(?:^|[\s;(!])\[\[\s/, what: '[[ ]]' },
  { pattern: /set\s+-[a-z]*o\s+pipefail|-o\s+pipefail/, what: 'pipefail' },
  { pattern: /(?:^|[\s;&|(])source\s+\S/, what: 'source' },
  { pattern: /\$\{\w+\/\/?[^}]*\}/, what: '${name/a/b}' },
  { pattern: /\$\{\w+:\d+(?::\d+)?\}/, what: '${name:0:1}' },
  { pattern: /(?:^|[\s;&|(])echo\s+-\w*e\b/, what: 'echo -e' },
  { pattern: /&>(?!&)/, what: '&>' },
  { pattern: /\$'(?!')/, what: "$'…'" },
];
