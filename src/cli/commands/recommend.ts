import { Option } from 'commander';
import type { Command } from 'commander';
import { BasewiseError } from '../../errors.ts';
import { connected } from '../io.ts';
import type { CommandIo, Connection } from '../io.ts';
import { collect, formatOption, mirrorsOption, outputOption, plainHttpOption, platformOption } from '../options.ts';
import { fleetOptions } from '../paid-size/fleet-options.ts';
import type { FleetOptions } from '../paid-size/fleet-options.ts';

export interface RecommendOptions extends Connection, FleetOptions {
  readonly on: readonly string[];
  readonly platform?: string;
  readonly format: string;
  readonly output: readonly string[];
  readonly rank: string;
  readonly all?: boolean;
  readonly online?: boolean;
  /** A list of subjects, one a line; `-` is standard input. */
  readonly fromFile?: string;
  readonly stage?: string;
  readonly buildArg: readonly string[];
}

export function registerRecommend(program: Command, io: CommandIo): void {
  const command = program
    .command('recommend')
    .description('bases ranked for this software: what runs where, what would have to change, what blocks')
    .argument('[subjects...]', 'images, archives, layouts, root folders, Dockerfiles, repositories, or -; several give one table too')
    .option('--from-file <list>', 'the subjects of a list too, one a line, maybe with a tab and a name; - is standard input')
    .addOption(new Option('--on <base>', 'judge this base instead of every one at hand (may repeat)').argParser(collect).default([], 'all'))
    .addOption(platformOption())
    .addOption(plainHttpOption())
    .addOption(mirrorsOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .addOption(
      new Option('--rank <criteria>', 'what decides, the first first; those left out follow').default(
        'verdict,support,size,surface,closeness',
      ),
    )
    .option('--stage <name>', 'of a Dockerfile: this stage instead of the last one')
    .addOption(
      new Option('--build-arg <name=value>', 'of a Dockerfile: a build argument (may repeat)').argParser(collect).default([], 'none'),
    )
    .option('--all', 'show every base, not the first dozen')
    .option('--online', 'ask pip’s index and npm which releases have builds for other bases');
  for (const option of fleetOptions()) command.addOption(option);
  command.action(async (subjects: readonly string[], options: RecommendOptions) => {
    if (subjects.length === 0 && options.fromFile === undefined)
      throw new BasewiseError('bad-usage', 'recommend needs a subject', {
        hint: 'basewise recommend app.tar, or a repository: basewise recommend .',
      });
    const { runRecommend } = await import('../recommend/run-recommend.ts');
    await runRecommend(subjects, options, connected(io, options));
  });
}
