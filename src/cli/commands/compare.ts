import { Option } from 'commander';
import type { Command } from 'commander';
import { connected } from '../io.ts';
import type { CommandIo, Connection } from '../io.ts';
import { collect, formatOption, mirrorsOption, plainHttpOption, platformOption } from '../options.ts';
import { fleetOptions } from '../paid-size/fleet-options.ts';
import type { FleetOptions } from '../paid-size/fleet-options.ts';

export interface CompareOptions extends Connection, FleetOptions {
  readonly platform?: string;
  readonly format: string;
  readonly scan: readonly string[];
}

export function registerCompare(program: Command, io: CommandIo): void {
  const command = program
    .command('compare')
    .description('bases side by side: what differs, what that means, and what it costs to pull')
    .argument('<bases...>', 'names from the catalogue, images, archives, root folders, in any mix; the first is the one compared with')
    .addOption(platformOption())
    .addOption(plainHttpOption())
    .addOption(mirrorsOption())
    .addOption(formatOption())
    .addOption(
      new Option('--scan <[base=]file>', 'a report of Grype or Trivy, or an SBOM (Syft, CycloneDX, SPDX), in JSON (may repeat)')
        .argParser(collect)
        .default([], 'none'),
    );
  for (const option of fleetOptions()) command.addOption(option);
  command.action(async (names: readonly string[], options: CompareOptions) => {
    const { runCompare } = await import('../compare/run-compare.ts');
    await runCompare(names, options, connected(io, options));
  });
}
