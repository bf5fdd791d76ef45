import type { Command } from 'commander';
import type { CommandIo } from '../io.ts';
import { formatOption, platformOption } from '../options.ts';

export interface ProfileOptions {
  readonly name?: string;
  readonly output?: string;
  readonly platform?: string;
  readonly format: string;
}

/** `basewise bases profile SUBJECT`: records a base from its real root, so that `--on` judges on what is really there. */
export function registerBasesProfile(bases: Command, io: CommandIo): void {
  bases
    .command('profile')
    .description('record a base from an image, archive, layout or root folder; --on uses it from then on')
    .argument('<subject>', 'registry:ubuntu:24.04, base.tar, rootfs:/srv/root …')
    .option('--name <name>', 'how --on will call it; default the reference of the image')
    .option('--output <file>', 'write it to a file instead of the store; - for standard output')
    .addOption(platformOption())
    .addOption(formatOption(['pretty', 'json']))
    .action(async (subject: string, options: ProfileOptions) => {
      const { runProfile } = await import('../bases/run-profile.ts');
      await runProfile(subject, options, io);
    });
}
