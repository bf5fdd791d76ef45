import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import { isPlain, needsBraces } from './command-place.ts';
import { cutCommand } from './cut.ts';
import type { RunText } from './run-text.ts';
import type { StageScope } from './stage-scope.ts';

/** Takes a command away; `true` stands in where something depends on it. */
export function dropCommand(scope: StageScope, run: RunText, command: ShellCommand, why: string, rule: string): void {
  const { list, file } = scope;
  const whole = command.argv[0];
  if (whole === undefined) return;
  const start = command.start;
  const end = Math.max(command.end, ...command.redirects.map((redirect) => redirect.end));
  const cut =
    command.pipeline.length > 1 || needsBraces(command)
      ? undefined
      : cutCommand(file.text, { start, end }, run.limit, run.lines && isPlain(command));
  list.add({ ...(cut ?? { start, end, after: 'true' }), reason: why, certainty: 'certain', rule });
}
