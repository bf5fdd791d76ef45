import { commandText } from '../../dockerfile/shell/command-text.ts';
import type { ShellCommand } from '../../dockerfile/shell/command.ts';

/**
 * What becomes of a RUN when one of its commands fails. `piped`: not the last of its pipe; `accepted`: something behind `||` stands in for it; `passed`: without
 * `set -e` only the last command decides, and this is not it.
 */
export type CommandFailure = 'stops' | 'piped' | 'condition' | 'accepted' | 'passed';

/** From where a command stands among those of its RUN. A shell with `pipefail` is not told apart from one without. */
export function failureOf(command: ShellCommand, all: readonly ShellCommand[], shell: readonly string[] = []): CommandFailure {
  const start = commandText(command, 40);
  const about = (text: string): boolean => text.includes(start) || text.startsWith(command.name);
  const guards = all.flatMap((each) => each.guards).filter(({ text }) => about(text));
  if (guards.some(({ kind }) => kind === 'or')) return 'accepted';
  if (command.pipelineIndex < command.pipeline.length - 1) return 'piped';
  if (guards.some(({ kind }) => kind === 'if' || kind === 'else')) return 'condition';
  if (endsAtFailure(command, all, shell)) return 'stops';
  const later = all.filter((each) => each.start >= command.end);
  return later.some((each) => !each.guards.some(({ kind, text }) => kind === 'and' && about(text))) ? 'passed' : 'stops';
}

function endsAtFailure(command: ShellCommand, all: readonly ShellCommand[], shell: readonly string[]): boolean {
  return (
    shell.some((word) => /^-[a-z]*e[a-z]*$/.test(word)) ||
    all.some(
      ({ name, argv, end }) =>
        name === 'set' && end <= command.start && argv.some(({ text }) => /^-[a-z]*e[a-z]*$/.test(text) || text === 'errexit'),
    )
  );
}
