import { compareVersions } from './releases.ts';
import table from '../../data/native-packages.json' with { type: 'json' };
import times from '../../data/build-times.json' with { type: 'json' };

export type BuildVerdict = 'prebuilt' | 'compiles' | 'fails';

/** What is known of one package with native code, of its newest release, with a date: never more than `possible`. */
export interface NativePackage {
  readonly manager: string;
  readonly name: string;
  /** On Alpine, x86_64. */
  readonly musl: BuildVerdict;
  readonly glibc: BuildVerdict;
  /** Lowest glibc of its build for x86_64. */
  readonly glibcFloor?: string;
  /** Alpine's packages that compiling asks for. */
  readonly needs?: readonly string[];
  readonly note?: string;
  /** The package of its lock whose native code it is: judged there. */
  readonly through?: string;
  /** Release and file names that the index lists. */
  readonly evidence?: string;
}

export const nativePackagesDate: string = table.date;

const packages: ReadonlyMap<string, NativePackage> = new Map(
  table.packages.flatMap((each) => {
    const { musl, glibc } = each;
    return isVerdict(musl) && isVerdict(glibc) ? [[`${each.manager} ${each.name}`, { ...each, musl, glibc }] as const] : [];
  }),
);

function isVerdict(text: string): text is BuildVerdict {
  return text === 'prebuilt' || text === 'compiles' || text === 'fails';
}

export function nativePackage(manager: 'pip' | 'npm', name: string): NativePackage | undefined {
  return packages.get(`${manager} ${manager === 'pip' ? normalName(name) : name}`);
}

function normalName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

export interface WheelRow {
  readonly from: string;
  /** The first release that has it no more. */
  readonly before: string | null;
  /** `musllinux_1_2`, `any`; null: none, so it is compiled. */
  readonly tag: string | null;
}

export interface MuslWheels {
  readonly rows: readonly WheelRow[];
  /** The release that pip takes on this Python where none is named. */
  readonly newest: string;
}

/** Which wheel for musl 1.2 the releases of a package have on a machine and a Python; undefined where that was not looked up. */
export function muslWheels(name: string, machine: string, python: string): MuslWheels | undefined {
  const found = table.wheels.find((each) => each.package === normalName(name));
  const machines: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = found?.machines ?? {};
  const newestFor: Readonly<Record<string, string | undefined>> = found?.newestFor ?? {};
  const changes = machines[machine]?.[python];
  const newest = newestFor[python];
  return changes === undefined || newest === undefined ? undefined : { rows: readRows(changes), newest };
}

/** `1.25.0 musllinux_1_1, 2.5.0 -` */
function readRows(changes: string): readonly WheelRow[] {
  const starts = changes === '' ? [] : changes.split(', ').map((each) => each.split(' '));
  const rows = [['0', '-'], ...starts];
  return rows.map(([from = '0', tag = '-'], index) => ({ from, before: rows[index + 1]?.[0] ?? null, tag: tag === '-' ? null : tag }));
}

/** The row that a release falls into. */
export function wheelRow({ rows }: MuslWheels, version: string): WheelRow | undefined {
  return rows.find(({ from, before }) => compareVersions(from, version) <= 0 && (before === null || compareVersions(version, before) < 0));
}

/** CPU seconds that building a release from source took, where that was measured. */
export function buildSeconds(name: string): { readonly version: string; readonly cpuSeconds: number } | undefined {
  const measured: Readonly<Record<string, { readonly version: string; readonly cpuSeconds: number } | undefined>> = times.packages;
  return measured[normalName(name)];
}
