import { positions } from '../../../src/formats/text/dockerfile/position.ts';
import { sourceBytes } from '../../../src/formats/text/dockerfile/source-text.ts';
import { readDockerfile } from '../../../src/dockerfile/read-dockerfile.ts';
import { readShellScript } from '../../../src/dockerfile/shell/read-script.ts';
import type { Stage } from '../../../src/dockerfile/stages/build-graph.ts';
import type { Step } from '../../../src/dockerfile/stages/step.ts';
import { migrateDockerfile } from '../../../src/migrate/migrate-dockerfile.ts';
import type { Target } from '../../../src/migrate/target.ts';
import { standInFor } from './stand-ins.ts';

export interface OutOfReach {
  /** Of the migrated text. */
  readonly line?: number;
  readonly why: string;
}

/** A command that was seen to need something from elsewhere when it was built. */
export interface FailedCommand {
  readonly command: RegExp;
  readonly why: string;
}

/** The first line of a migrated Dockerfile that needs something which no package registry holds. */
export function outOfReach(bytes: Uint8Array, name: string, target: Target, failed?: FailedCommand): OutOfReach {
  const result = migrateDockerfile(bytes, name, target);
  if (result.kind === 'passed-over') return { why: result.why };
  const { after, marks } = result.migration;
  const reading = readDockerfile(sourceBytes(after), name);
  if (reading.kind === 'passed-over') return { why: reading.why };
  const at = positions(after);
  const found = reading.build.stages
    .filter(({ needed }) => needed)
    .flatMap((stage) => needs(stage, after, failed))
    .map(({ offset, why }) => ({ line: at(offset).line, why }))
    .sort((a, b) => a.line - b.line);
  const first = found[0];
  if (first !== undefined) return first;
  const mark = marks.find(({ text }) => !text.startsWith('the pin @'));
  if (mark !== undefined) return { line: mark.line, why: `a decision: ${mark.text}` };
  const copy = reading.build.stages.filter(({ needed }) => needed).flatMap(({ steps }) => steps.filter(takesContext))[0];
  if (copy === undefined) return { why: 'nothing: it is built as it was' };
  const { start, end } = copy.instruction.range;
  return {
    line: at(start).line,
    why: `the application's own source, which the corpus does not have: ${after.slice(start, end).split('\n')[0] ?? ''}`,
  };
}

function takesContext(step: Step): boolean {
  return (step.kind === 'copy' || step.kind === 'add') && step.from.kind === 'context';
}

interface Need {
  readonly offset: number;
  readonly why: string;
}

function needs({ from, base, steps }: Stage, text: string, failed: FailedCommand | undefined): readonly Need[] {
  const own: Need[] = [];
  if (base.kind === 'unresolved') own.push({ offset: from.range.start, why: base.why });
  if (base.kind === 'image') {
    const standIn = standInFor(base.reference);
    if (standIn.kind === 'none') own.push({ offset: from.range.start, why: `the image ${standIn.why}` });
  }
  for (const step of steps) {
    const { start, end } = step.instruction.range;
    const source = text.slice(start, end);
    if ((step.kind === 'copy' || step.kind === 'add') && step.from.kind === 'image')
      own.push({ offset: start, why: `the image ${step.from.reference}` });
    const url = /\b(?:https?|git|ftp):\/\/[^\s"']+|git@\S+/.exec(source)?.[0];
    if (step.kind === 'add' && url !== undefined) own.push({ offset: start, why: `a download: ${url.slice(0, 80)}` });
    if (step.kind === 'run' && step.script !== null) {
      const { commands } = readShellScript(step.script.text, step.variables);
      for (const command of commands) {
        const what = downloads(
          command.name,
          command.argv.map(({ text: word }) => word),
        );
        const seen = failed?.command.test(text.slice(command.start)) === true ? failed.why : undefined;
        const why = what ?? seen;
        if (why !== undefined) own.push({ offset: command.start, why });
      }
    }
    if (step.instruction.heredocs.length > 0) own.push({ offset: start, why: "a heredoc, which Debian 12's buildah does not read" });
    if (/^(?:COPY|ADD)\b[^\n]*--link/.test(source))
      own.push({ offset: start, why: "COPY --link, which Debian 12's buildah does not read" });
  }
  return own;
}

/** Programs that fetch from somewhere else than a package registry. */
function downloads(name: string, words: readonly string[]): string | undefined {
  const shown = words.slice(0, 6).join(' ').slice(0, 90);
  if (['curl', 'wget', 'svn', 'sdkmanager', 'xx-apk', 'xx-apt'].includes(name)) return `a download: ${shown}`;
  if (name === 'git' && ['clone', 'fetch', 'submodule', 'pull'].includes(words[1] ?? '')) return `a repository: ${shown}`;
  if (['apk', 'dotnet', 'rustup', 'mix', 'gradle', 'gradlew', 'mvn', 'sbt', 'docker-php-ext-install', 'pecl', 'bazel'].includes(name))
    return `not in this workshop: ${shown}`;
  if (name === 'gpg' && words.some((word) => word.includes('recv'))) return `a key server: ${shown}`;
  return undefined;
}
