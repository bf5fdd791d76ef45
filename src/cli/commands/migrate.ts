import type { Command } from 'commander';
import { BasewiseError } from '../../errors.ts';
import { connected } from '../io.ts';
import type { CommandIo, Connection } from '../io.ts';
import { formatOption, mirrorsOption, plainHttpOption } from '../options.ts';

export interface MigrateOptions extends Connection {
  readonly to: string;
  readonly write?: boolean;
  readonly diff?: boolean;
  readonly target?: string;
  readonly buildArg: readonly string[];
  /** Ask the registries of the new images: digests are pinned anew, and an image that is not there is said. */
  readonly online?: boolean;
  /** A list of Dockerfiles and folders, one a line; `-` is standard input. */
  readonly fromFile?: string;
  readonly format: string;
}

export function registerMigrate(program: Command, io: CommandIo): void {
  program
    .command('migrate')
    .description('move a Dockerfile to another base, edit by edit')
    .argument('[dockerfiles...]', 'a Dockerfile, or the folder that has one; of several, or a folder of several, one table of who can move')
    .option('--from-file <list>', 'those of a list too, one a line, maybe with a tab and a name; - is standard input')
    .requiredOption('--to <base>', 'debian:13-slim, ubuntu:24.04, alpine:3.22, wolfi, ubi9-minimal, scratch …')
    .option('--diff', 'show the edits as a unified diff (default)')
    .option('--write', 'change the file; the old one is kept beside it as .bak')
    .option('--target <stage>', 'the stage that is built; default: the last')
    .option(
      '--build-arg <name=value>',
      'a build argument (may repeat)',
      (value: string, previous: readonly string[]) => [...previous, value],
      [],
    )
    .option('--online', 'ask registries for the new images: whether they are there, and for digests to pin')
    .addOption(plainHttpOption())
    .addOption(mirrorsOption())
    .addOption(formatOption())
    .action((dockerfiles: readonly string[], options: MigrateOptions) => migrate(dockerfiles, options, connected(io, options)));
}

async function migrate(dockerfiles: readonly string[], options: MigrateOptions, io: CommandIo): Promise<void> {
  const [dockerfile, ...more] = dockerfiles;
  if (options.fromFile === undefined && more.length === 0) {
    if (dockerfile === undefined)
      throw new BasewiseError('bad-usage', 'no Dockerfile was named', {
        hint: 'name one or its folder, several, or a list with --from-file',
      });
    const { dockerfileOf } = await import('../migrate/dockerfile-of.ts');
    const path = dockerfileOf(dockerfile);
    if (path !== null) {
      const { runMigrate } = await import('../migrate/run-migrate.ts');
      return runMigrate(path, options, io);
    }
  }
  const { subjectsOf } = await import('../check/subjects-of.ts');
  const { runMigrateMany } = await import('../migrate/run-migrate-many.ts');
  return runMigrateMany(subjectsOf(dockerfiles, options.fromFile), options, io);
}
