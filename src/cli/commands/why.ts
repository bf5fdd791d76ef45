import type { Command } from 'commander';
import type { CommandIo } from '../io.ts';
import { formatOption } from '../options.ts';

export interface WhyOptions {
  readonly all?: boolean;
  readonly format: 'pretty' | 'json';
}

export function registerWhy(program: Command, io: CommandIo): void {
  program
    .command('why')
    .description('what an error text of a loader or a failed name lookup means: causes, what tells them apart, the fix')
    .argument('<text...>', 'the line, quoted; - reads a log from standard input')
    .option('--all', 'every cause in full, also those that fit less')
    .addOption(formatOption())
    .action(async (words: readonly string[], options: WhyOptions) => {
      const { runWhy } = await import('../why/run-why.ts');
      await runWhy(words, options, io, process.stdin);
    });
}
