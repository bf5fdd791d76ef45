import { Option } from 'commander';
import type { Command } from 'commander';
import type { Threshold } from '../../judge/exit-code.ts';
import { BasewiseError } from '../../errors.ts';
import type { CacheOptions } from '../cache/open-cache.ts';
import { connected } from '../io.ts';
import type { CommandIo, Connection } from '../io.ts';
import {
  cacheDirOption,
  collect,
  failOnOption,
  formatOption,
  mirrorsOption,
  noCacheOption,
  onOption,
  outputOption,
  plainHttpOption,
  platformOption,
} from '../options.ts';

export interface CheckOptions extends Connection, CacheOptions {
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
  /** A list of subjects, one a line; `-` is standard input. */
  readonly fromFile?: string;
}

export function registerCheck(program: Command, io: CommandIo): void {
  program
    .command('check')
    .description('what fails or changes on its own base, and on others')
    .argument(
      '[subjects...]',
      'an image, archive, layout, root folder, repository, Dockerfile, lockfile, manifest, or - for standard input; several give one table',
    )
    .option('--from-file <list>', 'the subjects of a list too, one a line, maybe with a tab and a name; - is standard input')
    .addOption(onOption())
    .addOption(platformOption())
    .addOption(plainHttpOption())
    .addOption(mirrorsOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .addOption(failOnOption())
    .addOption(cacheDirOption())
    .addOption(noCacheOption())
    .option(
      '--online',
      'of a lockfile: fetch what would be selected from the registries of your pip, npm, Cargo and Maven, and ask the loader about it; of an image: ask pip’s index which wheels other bases get',
    )
    .option('--resolv-conf <file>', 'judge name resolution with this resolv.conf too')
    .option('--stage <name>', 'of a Dockerfile: judge this stage instead of the last one')
    .addOption(new Option('--target <name>', 'as --stage, in the word of docker build').hideHelp())
    .addOption(
      new Option('--build-arg <name=value>', 'of a Dockerfile: a build argument (may repeat)').argParser(collect).default([], 'none'),
    )
    .action(async (subjects: readonly string[], { target, ...rest }: CheckOptions & { readonly target?: string }) => {
      const options = target === undefined ? rest : { ...rest, stage: target };
      await check(subjects, options, connected(io, options));
    });
}

async function check(subjects: readonly string[], options: CheckOptions, io: CommandIo): Promise<void> {
  const [subject, ...more] = subjects;
  if (options.fromFile === undefined && more.length === 0) {
    if (subject === undefined)
      throw new BasewiseError('bad-usage', 'nothing to check was named', {
        hint: 'name an image, a file or a folder, or a list with --from-file',
      });
    const { runCheck } = await import('../check/run-check.ts');
    return runCheck(subject, options, io);
  }
  const { subjectsOf } = await import('../check/subjects-of.ts');
  const { runCheckMany } = await import('../check/run-check-many.ts');
  return runCheckMany(subjectsOf(subjects, options.fromFile), options, io);
}
