import { Option } from 'commander';
import type { Command } from 'commander';
import type { Threshold } from '../../judge/exit-code.ts';
import { connected } from '../io.ts';
import type { CommandIo, Connection } from '../io.ts';
import { collect, failOnOption, formatOption, onOption, outputOption, mirrorsOption, plainHttpOption, platformOption } from '../options.ts';

export interface CheckOptions extends Connection {
  readonly on: readonly string[];
  readonly platform?: string;
  readonly format: string;
  readonly output: readonly string[];
  readonly failOn: Threshold;
  readonly resolvConf?: string;
  /** Of a Dockerfile: the stage that is judged instead of the last one. */
  readonly stage?: string;
  readonly buildArg: readonly string[];
  /** Of a lockfile: ask the package indexes for what it does not decide. */
  readonly online?: boolean;
}

export function registerCheck(program: Command, io: CommandIo): void {
  program
    .command('check')
    .description('what fails or changes on its own base, and on others')
    .argument('<subject>', 'an image, archive, layout, root folder, repository, Dockerfile, lockfile, manifest, or - for standard input')
    .addOption(onOption())
    .addOption(platformOption())
    .addOption(plainHttpOption())
    .addOption(mirrorsOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .addOption(failOnOption())
    .option(
      '--online',
      'of a lockfile: fetch what would be selected from the registries that pip and npm use, and ask the loader about it; of an image: ask pip’s index which wheels other bases get',
    )
    .option('--resolv-conf <file>', 'judge name resolution with this resolv.conf too')
    .option('--stage <name>', 'of a Dockerfile: judge this stage instead of the last one')
    .addOption(new Option('--target <name>', 'as --stage, in the word of docker build').hideHelp())
    .addOption(
      new Option('--build-arg <name=value>', 'of a Dockerfile: a build argument (may repeat)').argParser(collect).default([], 'none'),
    )
    .action(async (subject: string, { target, ...rest }: CheckOptions & { readonly target?: string }) => {
      const { runCheck } = await import('../check/run-check.ts');
      const options = target === undefined ? rest : { ...rest, stage: target };
      await runCheck(subject, options, connected(io, options));
    });
}
