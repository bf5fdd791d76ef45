import { isSourceDistribution, parseWheelName } from './wheel-name.ts';
import type { WheelName } from './wheel-name.ts';

export interface FileChoice {
  readonly wheel: string | null;
  /** The chosen wheel is for any platform. */
  readonly pure: boolean;
  /** There are wheels for particular platforms among the files. */
  readonly hasPlatformWheels: boolean;
  readonly source: string | null;
  /** Of the wheels that do not fit, one that fits everything but the C library or its version. */
  readonly nearest: string | null;
}

/** What pip and uv take of a release's files: the wheel with the best tag, a higher build number breaking ties; else the source distribution. */
export function selectFile(files: readonly string[], ranks: ReadonlyMap<string, number>, machine: string): FileChoice {
  let best: { readonly name: string; readonly wheel: WheelName; readonly rank: number } | null = null;
  let hasPlatformWheels = false;
  let nearest: string | null = null;
  for (const name of files) {
    const wheel = parseWheelName(name);
    if (wheel === null) continue;
    hasPlatformWheels ||= !wheel.platforms.includes('any');
    const rank = rankOf(wheel, ranks);
    if (rank === null) nearest ??= isNear(wheel, ranks, machine) ? name : null;
    else if (best === null || rank < best.rank || (rank === best.rank && compareBuilds(wheel, best.wheel) > 0))
      best = { name, wheel, rank };
  }
  return {
    wheel: best?.name ?? null,
    pure: best?.wheel.platforms.includes('any') ?? false,
    hasPlatformWheels,
    source: files.find(isSourceDistribution) ?? null,
    nearest,
  };
}

const mostCombinations = 10_000;

function rankOf(wheel: WheelName, ranks: ReadonlyMap<string, number>): number | null {
  if (wheel.pythons.length * wheel.abis.length * wheel.platforms.length > mostCombinations) return null;
  let best: number | null = null;
  for (const python of wheel.pythons) {
    for (const abi of wheel.abis) {
      for (const platform of wheel.platforms) {
        const rank = ranks.get(`${python}-${abi}-${platform}`);
        if (rank !== undefined && (best === null || rank < best)) best = rank;
      }
    }
  }
  return best;
}

/** The same wheel for `linux_ARCH` would fit, and it is for Linux on this machine. */
function isNear(wheel: WheelName, ranks: ReadonlyMap<string, number>, machine: string): boolean {
  const forMachine = wheel.platforms.some((platform) => /^(?:many|musl)linux/.test(platform) && platform.endsWith(`_${machine}`));
  return forMachine && rankOf({ ...wheel, platforms: [`linux_${machine}`] }, ranks) !== null;
}

function compareBuilds(a: WheelName, b: WheelName): number {
  if (a.build === null || b.build === null) return (a.build === null ? 0 : 1) - (b.build === null ? 0 : 1);
  return a.build[0] - b.build[0] || (a.build[1] < b.build[1] ? -1 : a.build[1] > b.build[1] ? 1 : 0);
}
