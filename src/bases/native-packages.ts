import { compareVersions } from './releases.ts';
import table from '../../data/native-packages.json' with { type: 'json' };

/** What is known of one package with native code, by hand and dated: never more than `possible`. */
export interface NativePackage {
  readonly manager: string;
  readonly name: string;
  /** On Alpine, x86_64, current release. */
  readonly musl: 'prebuilt' | 'compiles' | 'fails';
  /** Lowest glibc of its build for x86_64. */
  readonly glibcFloor?: string;
  /** Alpine's packages that compiling asks for. */
  readonly needs?: readonly string[];
  readonly note?: string;
}

export const nativePackagesDate: string = table.date;
export const toolchainSource: string = table.toolchainSource;

const packages: ReadonlyMap<string, NativePackage> = new Map(
  table.packages.flatMap((each) => (isVerdict(each.musl) ? [[`${each.manager} ${each.name}`, { ...each, musl: each.musl }] as const] : [])),
);

function isVerdict(text: string): text is NativePackage['musl'] {
  return text === 'prebuilt' || text === 'compiles' || text === 'fails';
}

export function nativePackage(manager: 'pip' | 'npm', name: string): NativePackage | undefined {
  return packages.get(`${manager} ${manager === 'pip' ? name.toLowerCase().replaceAll(/[-_.]+/g, '-') : name}`);
}

export interface WheelRow {
  readonly from: string;
  /** The first release that has it no more. */
  readonly before: string | null;
  /** null: none, so it is compiled. */
  readonly tag: string | null;
}

export interface MuslWheels {
  readonly rows: readonly WheelRow[];
  /** The newest release for a Python that later ones left behind. */
  readonly newestFor: Readonly<Record<string, string | undefined>>;
  readonly source: string;
  readonly date: string;
}

/** Which musllinux tag the releases of a package carry, for the few where that was looked up. */
export function muslWheels(name: string, machine: string): MuslWheels | undefined {
  const found = table.wheels.find((each) => each.package === name);
  if (found === undefined) return undefined;
  const rows: Readonly<Record<string, readonly WheelRow[]>> = found.machines;
  const own = Object.hasOwn(rows, machine) ? rows[machine] : undefined;
  return own === undefined ? undefined : { rows: own, newestFor: found.newestFor, source: found.source, date: found.date };
}

/** The row that a release falls into. */
export function wheelRow({ rows }: MuslWheels, version: string): WheelRow | undefined {
  return rows.find(({ from, before }) => compareVersions(from, version) <= 0 && (before === null || compareVersions(version, before) < 0));
}

/** Installed size in 10^6 bytes of Alpine's compiler packages with all that they pull in. */
export function toolchainMegabytes(name: string): number | undefined {
  return table.toolchains.find((each) => each.package === name)?.megabytes;
}
