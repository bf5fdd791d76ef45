import type { Command } from 'commander';
import type { CommandIo } from '../io.ts';
import { formatOption, platformOption } from '../options.ts';

export interface CompareOptions {
  readonly platform?: string;
  readonly format: string;
}

export function registerCompare(program: Command, io: CommandIo): void {
  program
    .command('compare')
    .description('bases side by side: what differs and what that means')
    .argument('<bases...>', 'names from the catalogue, images, archives, root folders, in any mix; the first is the one compared with')
    .addOption(platformOption())
    .addOption(formatOption())
    .action(async (names: readonly string[], options: CompareOptions) => {
      const { runCompare } = await import('../compare/run-compare.ts');
      await runCompare(names, options, io);
    });
}
