import type { Command } from 'commander';
import { connected } from '../io.ts';
import type { CommandIo, Connection } from '../io.ts';
import { formatOption, mirrorsOption, plainHttpOption, platformOption } from '../options.ts';

export interface TreeOptions extends Connection {
  readonly digest?: boolean;
  readonly platform?: string;
  readonly format: string;
}

export function registerTree(program: Command, io: CommandIo): void {
  program
    .command('tree')
    .description('the merged root file system of a subject')
    .argument('<subject>', 'an image, archive, layout, root folder, or - for standard input')
    .argument('[paths...]', 'only these files, and what is below these folders')
    .option('--digest', 'with the sha256 of every file')
    .addOption(platformOption())
    .addOption(plainHttpOption())
    .addOption(mirrorsOption())
    .addOption(formatOption(['pretty', 'jsonl', 'json']))
    .action(async (subject: string, paths: readonly string[], options: TreeOptions) => {
      const { runTree } = await import('../tree/run-tree.ts');
      await runTree(subject, paths, options, connected(io, options));
    });
}
