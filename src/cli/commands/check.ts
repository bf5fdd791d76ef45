import type { Command } from 'commander';
import type { Threshold } from '../../judge/exit-code.ts';
import { connected } from '../io.ts';
import type { CommandIo, Connection } from '../io.ts';
import { failOnOption, formatOption, onOption, outputOption, mirrorsOption, plainHttpOption, platformOption } from '../options.ts';

export interface CheckOptions extends Connection {
  readonly on: readonly string[];
  readonly platform?: string;
  readonly format: string;
  readonly output: readonly string[];
  readonly failOn: Threshold;
  readonly resolvConf?: string;
}

export function registerCheck(program: Command, io: CommandIo): void {
  program
    .command('check')
    .description('what fails or changes on its own base, and on others')
    .argument('<subject>', 'an image, archive, layout, root folder, or - for standard input')
    .addOption(onOption())
    .addOption(platformOption())
    .addOption(plainHttpOption())
    .addOption(mirrorsOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .addOption(failOnOption())
    .option('--resolv-conf <file>', 'judge name resolution with this resolv.conf too')
    .action(async (subject: string, options: CheckOptions) => {
      const { runCheck } = await import('../check/run-check.ts');
      await runCheck(subject, options, connected(io, options));
    });
}
