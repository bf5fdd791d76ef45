import type { Platform } from '../../image/source.ts';
import type { OverviewTarget } from '../../judge/overview.ts';
import { overviewTargets } from '../check/overview-targets.ts';
import { resolveTarget } from '../check/resolve-target.ts';
import type { RecommendOptions } from '../commands/recommend.ts';
import type { CommandIo } from '../io.ts';

/** The bases that were named, else every one at hand. */
export function basesFor(
  { on }: RecommendOptions,
  platform: Platform,
  io: CommandIo,
): Promise<readonly OverviewTarget[]> | readonly OverviewTarget[] {
  return on.length === 0 ? overviewTargets(platform, io) : namedBases(on, platform, io);
}

async function namedBases(names: readonly string[], platform: Platform, io: CommandIo): Promise<readonly OverviewTarget[]> {
  const targets: OverviewTarget[] = [];
  for (const name of names) {
    const target = await resolveTarget(name, platform, io);
    targets.push({ key: name, open: () => target });
  }
  return targets;
}

/** Tells the terminal which base is being judged. */
export function counter(name: string, count: number, io: CommandIo): (base: string) => void {
  let done = 0;
  return (base) => io.progress.update(`${name} on ${base} (${++done} of ${count})`);
}
