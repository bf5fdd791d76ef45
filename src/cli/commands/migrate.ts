import type { Command } from 'commander';
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
  readonly format: string;
}

export function registerMigrate(program: Command, io: CommandIo): void {
  program
    .command('migrate')
    .description('move a Dockerfile to another base, edit by edit')
    .argument('<dockerfile>', 'a Dockerfile, or the folder that has one')
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
    .action(async (dockerfile: string, options: MigrateOptions) => {
      const { runMigrate } = await import('../migrate/run-migrate.ts');
      await runMigrate(dockerfile, options, connected(io, options));
    });
}
