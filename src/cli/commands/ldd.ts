import { Option, type Command } from 'commander';
import type { LoadMode } from '../../loader/load-result.ts';
import type { CommandIo } from '../io.ts';
import { formatOption, onOption, platformOption } from '../options.ts';

export interface LddOptions {
  readonly root?: string;
  readonly in?: string;
  readonly on: readonly string[];
  readonly host?: string;
  readonly mode?: LoadMode;
  readonly filesFrom?: string;
  readonly platform?: string;
  readonly format: 'pretty' | 'json' | 'jsonl';
}

export function registerLdd(program: Command, io: CommandIo): void {
  program
    .command('ldd')
    .description('every step of the loader for a program or library, with nothing executed')
    .argument('[files...]', 'programs, libraries or scripts; paths inside the root where one is named')
    .addOption(new Option('--root <dir>', 'a folder that is the root file system').conflicts('in'))
    .addOption(new Option('--in <subject>', 'an image, archive or layout that holds the files'))
    .addOption(onOption())
    .option('--host <program>', 'the program that opens a library (for --mode list: the loader)')
    .addOption(
      new Option('--mode <mode>', 'default: exec for programs, dlopen as the file’s own host calls it for libraries').choices([
        'exec',
        'dlopen-now',
        'dlopen-lazy',
        'list',
      ]),
    )
    .option('--files-from <file>', 'one JSON object a line: {"path","mode","host"?,"env"?,"cwd"?,"uid"?}; - is standard input')
    .addOption(platformOption())
    .addOption(formatOption(['pretty', 'json', 'jsonl']))
    .action(async (files: readonly string[], options: LddOptions, command: Command) => {
      const { runLdd } = await import('../ldd/run-ldd.ts');
      // Lines in, lines out, unless another form is asked for.
      const lines = options.filesFrom !== undefined && command.getOptionValueSource('format') === 'default';
      await runLdd(files, lines ? { ...options, format: 'jsonl' } : options, io);
    });
}
