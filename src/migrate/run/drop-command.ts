import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import { isPlain, needsBraces } from './command-place.ts';
import { cutCommand } from './cut.ts';
import type { RunText } from './run-text.ts';
import type { StageScope } from './stage-scope.ts';

/** Notes that a command goes; `dropCommands` takes it away when all of the RUN are known. */
export function dropCommand(_scope: StageScope, run: RunText, command: ShellCommand, why: string, rule: string): void {
  if (command.argv.length > 0) run.drops.push({ command, why, rule });
}

/**
 * Takes commands away, the last first: of neighbours that go together each then finds a `&&` of its own. `true` stands in where something depends on the command.
 */
export function dropCommands({ list, file }: StageScope, run: RunText): void {
  for (const { command, why, rule } of [...run.drops].sort((a, b) => b.command.start - a.command.start)) {
    const { start } = command;
    const end = Math.max(command.end, ...command.redirects.map((redirect) => redirect.end));
    const change = { reason: why, certainty: 'certain', rule } as const;
    const stays = command.pipeline.length > 1 || needsBraces(command);
    const cuts = stays ? [] : cutCommand(file.text, { start, end }, run.limit, run.lines && isPlain(command));
    if (!cuts.some((cut) => list.add({ ...cut, ...change }))) list.add({ start, end, after: 'true', ...change });
  }
}
