import type { Instruction } from '../../formats/text/dockerfile/dockerfile.ts';
import { originRange } from '../../formats/text/dockerfile/mapped-text.ts';
import { translatePackage } from '../packages/package-names.ts';
import { keepsManager } from './same-manager.ts';
import type { StageScope } from './stage-scope.ts';

/**
 * `ENV PHPIZE_DEPS autoconf dpkg-dev …`: a list of packages that later steps and derived images install. Each name is translated where it stands; a list with a name
 * that is not known is marked and left.
 */
export function listedPackages(scope: StageScope, instruction: Instruction, { value, unfolded }: Instruction): void {
  const { file, list, target, from } = scope;
  if (value.kind !== 'pairs' || target.manager === null || keepsManager(scope)) return;
  for (const pair of value.items) {
    if (!/(?:_|^)(?:DEPS|PACKAGES|PKGS)$/i.test(pair.name)) continue;
    const words = [...pair.value.matchAll(/[\w.+@-]+/g)].map((match) => ({ name: match[0], start: pair.valueStart + match.index }));
    if (words.length < 2) continue;
    const answers = words.map(({ name }) => translatePackage(name, from, target));
    const unknown = answers.findIndex(({ kind }) => kind === 'unknown');
    if (unknown !== -1) {
      list.mark(instruction, `${pair.name} lists packages, and '${words[unknown]?.name ?? ''}' is not known on ${target.words}`);
      continue;
    }
    words.forEach(({ name, start }, index) => {
      const answer = answers[index];
      // What every image has may stay in the list: installing it again does nothing.
      if (answer?.kind !== 'names' || answer.names.join(' ') === name) return;
      const range = originRange(unfolded, { start, end: start + name.length });
      if (file.text.slice(range.start, range.end) !== name) return;
      list.add({ ...range, after: answer.names.join(' '), reason: answer.why, certainty: 'likely', rule: 'package' });
    });
  }
}
