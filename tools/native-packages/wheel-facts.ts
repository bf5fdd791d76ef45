import { parseLockTarget } from '../../src/ecosystems/lockfiles/lock-target.ts';
import { markerEnvironment } from '../../src/ecosystems/python/marker-environment.ts';
import { allowsPython } from '../../src/ecosystems/python/python-range.ts';
import { selectFile } from '../../src/ecosystems/python/select-wheel.ts';
import { supportedTags } from '../../src/ecosystems/python/supported-tags.ts';
import { isSourceDistribution, parseWheelName } from '../../src/ecosystems/python/wheel-name.ts';
import { compareVersions } from '../../src/bases/releases.ts';
import type { IndexFile } from '../../src/formats/text/lockfiles/python/simple-index.ts';

const pythons = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.14'];
const floors = ['2.5', '2.12', '2.17', '2.24', '2.26', '2.27', '2.28', '2.31', '2.34', '2.35', '2.36', '2.39', '2.41'];

export type Machine = 'x86_64' | 'aarch64';

export interface WheelFacts {
  /** The newest final release. */
  readonly version: string;
  readonly source: string | null;
  readonly musl: Readonly<Record<Machine, string | null>>;
  /** A wheel for the lowest glibc that has one, and that glibc (null for a pure one). */
  readonly glibc: string | null;
  readonly floor: string | null;
  readonly machines: Readonly<Record<Machine, Readonly<Record<string, string>>>>;
  readonly newestFor: Readonly<Record<string, string>>;
}

/** What pip takes of each release on musl 1.2, by the product's own selection, and of the newest on glibc. */
export function wheelFacts(all: readonly IndexFile[]): WheelFacts | null {
  const releases = byRelease(all);
  const versions = [...releases.keys()].toSorted(compareVersions);
  const newest = versions.at(-1);
  if (newest === undefined) return null;
  const files = releases.get(newest) ?? [];
  const chosen = onMusl(files, 'x86_64');
  const { floor, file } = glibcFloor(files);
  return {
    version: newest,
    source: files.find(isSourceDistribution) ?? null,
    musl: { x86_64: chosen?.file ?? null, aarch64: onMusl(files, 'aarch64')?.file ?? null },
    glibc: file,
    floor,
    machines: { x86_64: perPython(versions, releases, 'x86_64'), aarch64: perPython(versions, releases, 'aarch64') },
    newestFor: newestFor(versions, releases, allowed(all)),
  };
}

/** Final releases only; of withdrawn files nothing. */
function byRelease(all: readonly IndexFile[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name, yanked } of all) {
    const version = yanked === true ? undefined : versionOf(name);
    if (version === undefined || !/^\d+(?:\.\d+)*(?:\.?post\d+)?$/.test(version)) continue;
    found.set(version, [...(found.get(version) ?? []), name]);
  }
  return found;
}

function versionOf(name: string): string | undefined {
  if (name.endsWith('.whl')) return name.split('-')[1];
  return isSourceDistribution(name) ? /-(\d[^-]*?)\.(?:tar\.\w+|tgz|zip)$/.exec(name)?.[1] : undefined;
}

interface Chosen {
  readonly file: string;
  /** `musllinux_1_2`, `any`. */
  readonly tag: string;
}

/** On the newest Python that the release has a wheel for. */
function onMusl(files: readonly string[], machine: Machine): Chosen | null {
  for (const python of pythons.toReversed()) {
    const chosen = choose(files, 'musl@1.2', machine, python);
    if (chosen !== null) return chosen;
  }
  return null;
}

function choose(files: readonly string[], libc: string, machine: Machine, python: string): Chosen | null {
  const ranks = supportedTags(parseLockTarget(`${libc}/${machine}+cpython@${python}`));
  const { wheel, pure } = selectFile(files, ranks, machine);
  if (wheel === null) return null;
  const lowest = parseWheelName(wheel)?.platforms.toSorted()[0] ?? '';
  return { file: wheel, tag: pure ? 'any' : lowest.replace(`_${machine}`, '') };
}

/** The lowest glibc on which a wheel of the release is taken, over all Pythons. */
function glibcFloor(files: readonly string[]): { readonly floor: string | null; readonly file: string | null } {
  for (const floor of floors) {
    for (const python of pythons.toReversed()) {
      const chosen = choose(files, `glibc@${floor}`, 'x86_64', python);
      if (chosen !== null) return { floor: chosen.tag === 'any' ? null : floor, file: chosen.file };
    }
  }
  return { floor: null, file: null };
}

/** `1.25.0 musllinux_1_1, 2.2.0 musllinux_1_2`: from which release on which wheel is taken (`-`: none), by Python. Before the first there is none. */
function perPython(
  versions: readonly string[],
  releases: ReadonlyMap<string, readonly string[]>,
  machine: Machine,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pythons.map((python) => {
      const changes: string[] = [];
      let last = '-';
      for (const version of versions) {
        const tag = choose(releases.get(version) ?? [], 'musl@1.2', machine, python)?.tag ?? '-';
        if (tag !== last) changes.push(`${version} ${tag}`);
        last = tag;
      }
      return [python, changes.join(', ')];
    }),
  );
}

/** Which release pip takes on each Python where none is named: the newest whose requires-python allows it. */
function newestFor(
  versions: readonly string[],
  releases: ReadonlyMap<string, readonly string[]>,
  requires: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pythons.flatMap((python) => {
      const environment = markerEnvironment(parseLockTarget(`musl@1.2/x86_64+cpython@${python}`), null);
      const isAllowed = (version: string): boolean =>
        (releases.get(version) ?? []).some((name) => allowsPython(requires.get(name) ?? '', environment) !== false);
      const version = versions.findLast(isAllowed);
      return version === undefined ? [] : [[python, version]];
    }),
  );
}

function allowed(all: readonly IndexFile[]): ReadonlyMap<string, string> {
  return new Map(all.flatMap(({ name, requiresPython }) => (requiresPython === undefined ? [] : [[name, requiresPython]])));
}
