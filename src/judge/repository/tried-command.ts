import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import type { RunFacts } from './stage-runs.ts';

/** The build goes on when the command fails: `command || other`, or the file asks first whether it is there. */
export function isTried(command: ShellCommand, { commands }: Pick<RunFacts, 'commands'>): boolean {
  return (
    // `if command -v apt-get; then apt-get …`: it is asked for first.
    command.guards.some(({ text }) => /\b(?:command -v|which|type|hash)\b/.test(text) && text.includes(command.name)) ||
    commands.some(
      ({ guards, start }) => start > command.start && guards.some(({ kind, text }) => kind === 'or' && text.startsWith(command.name)),
    )
  );
}
