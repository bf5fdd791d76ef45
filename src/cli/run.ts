import { once } from 'node:events';
import { CommanderError } from 'commander';
import { BasewiseError } from '../errors.ts';
import { describeError } from './describe-error.ts';
import type { CommandIo } from './io.ts';
import { silentProgress, terminalProgress } from './progress.ts';
import { buildProgram } from './program.ts';

/**
 * Runs one command line and returns the exit code. A `BasewiseError` and wrong usage are one line, a hint and exit code 2; anything else is a bug
 * and keeps its stack.
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  let code = 0;
  const io = processIo(args.includes('--quiet') || args.includes('-q'), (next) => {
    code = Math.max(code, next);
  });
  process.stdout.on('error', endQuietlyOnClosedPipe);
  const program = buildProgram(io);
  try {
    await program.parseAsync(args, { from: 'user' });
    io.progress.clear();
    return code;
  } catch (error) {
    io.progress.clear();
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof BasewiseError) {
      io.problem(describeError(error));
      return 2;
    }
    throw error;
  }
}

function processIo(quiet: boolean, exitWith: (code: 0 | 1 | 2) => void): CommandIo {
  const { env, stdout, stderr } = process;
  const noColor = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  const write = (text: string) => stderr.write(text);
  const showProgress = stderr.isTTY === true && !quiet && env['TERM'] !== 'dumb';
  const progress = showProgress
    ? terminalProgress(
        write,
        () => stderr.columns,
        () => performance.now(),
      )
    : silentProgress;
  return {
    out(text) {
      progress.clear();
      stdout.write(text);
    },
    async drained() {
      if (stdout.writableNeedDrain) await once(stdout, 'drain');
    },
    problem(text) {
      progress.clear();
      stderr.write(text);
    },
    env,
    // isTTY is undefined in a pipe, and picocolors takes undefined for "look at CI and FORCE_COLOR yourself".
    colors: stdout.isTTY === true && !noColor,
    columns: stdout.isTTY ? stdout.columns : 100,
    progress,
    exitWith,
  };
}

/** `basewise … | head` closes the pipe early; that is no failure of ours. */
function endQuietlyOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
}
