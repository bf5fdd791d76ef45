import type { LockedPackage, Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { LockTarget } from '../lockfiles/lock-target.ts';
import type { SelectedPackage } from '../lockfiles/selected-package.ts';
import { markerEnvironment } from './marker-environment.ts';
import type { MarkerEnvironment } from './marker-environment.ts';
import { normalizeName } from '../../formats/text/lockfiles/python/requirement.ts';
import { parseMarker } from '../../formats/text/lockfiles/python/marker.ts';
import { evaluateMarker } from './evaluate-marker.ts';
import { allowsPython } from './python-range.ts';
import { reachable } from './reachable.ts';
import { selectFile } from './select-wheel.ts';
import { supportedTags } from './supported-tags.ts';
import { isSourceDistribution } from './wheel-name.ts';

/** What pip, uv, Poetry and PDM install from the lock on the target (native-dependencies.md 2). Packages whose markers exclude the target are left out. */
export function selectPython(lock: Lockfile, target: LockTarget): readonly SelectedPackage[] {
  const environment = markerEnvironment(target, null);
  const refusal = refusedBy(lock, environment);
  const ranks = supportedTags(target);
  const selected = new Map<string, SelectedPackage>();
  for (const { entry, development } of withoutOtherForks(lock, environment)) {
    if (entry.source === 'project') continue;
    const own = refusal ?? refusedAlone(entry, lock, environment);
    const verdict =
      own === null
        ? judge(entry, allowedFiles(entry, lock, environment), ranks, target)
        : { verdict: 'fails' as const, certainty: 'likely' as const, why: own, native: false };
    const key = `${entry.name}\n${entry.version ?? ''}`;
    const known = selected.get(key);
    // PDM lists a package once more for each set of extras.
    if (known !== undefined && known.development !== true) continue;
    selected.set(key, { name: entry.name, version: entry.version, ...verdict, ...(development ? { development } : {}) });
  }
  return [...selected.values()];
}

/** PEP 751: an installer refuses an entry whose own `requires-python` excludes the interpreter. The other formats leave it at the markers. */
function refusedAlone(
  { requiresPython }: LockedPackage,
  { format }: Lockfile,
  environment: MarkerEnvironment,
): SelectedPackage['why'] | null {
  if (format !== 'pylock' || requiresPython === undefined || allowsPython(requiresPython, environment) !== false) return null;
  return { kind: 'refused', wanted: `Python ${requiresPython}` };
}

/** The files that may be taken: without those of other Pythons (an index says so), and without the wheels or source distributions that the lock forbids. */
function allowedFiles({ files, name }: LockedPackage, { formatControl }: Lockfile, environment: MarkerEnvironment): readonly string[] {
  const fitting = (files ?? [])
    .filter(({ requiresPython }) => requiresPython === undefined || allowsPython(requiresPython, environment) !== false)
    .map((file) => file.name);
  if (formatControl === undefined) return fitting;
  const key = normalizeName(name);
  const listed = (names: readonly string[], other: readonly string[]): boolean =>
    names.includes(key) || (names.includes(':all:') && !other.includes(key));
  const { noBinary, onlyBinary } = formatControl;
  if (listed(noBinary, onlyBinary)) return fitting.filter(isSourceDistribution);
  return listed(onlyBinary, noBinary) ? fitting.filter((file) => !isSourceDistribution(file)) : fitting;
}

/** The lock says for which Pythons and environments it is; outside of them every installer refuses it as a whole. */
function refusedBy(lock: Lockfile, environment: MarkerEnvironment): SelectedPackage['why'] | null {
  const { requiresPython, environments } = lock;
  // Pipenv warns and goes on.
  if (requiresPython !== undefined && lock.format !== 'pipfile-lock' && allowsPython(requiresPython, environment) === false) {
    return { kind: 'refused', wanted: `Python ${requiresPython}` };
  }
  if (environments === undefined) return null;
  const open = environments.some((marker) => {
    try {
      return evaluateMarker(parseMarker(marker), environment) !== false;
    } catch {
      return true;
    }
  });
  return open ? null : { kind: 'refused', wanted: environments.join(' or ') };
}

/**
 * Locks that record no markers with their packages (Poetry before 2.0) can hold several versions of one; of those, the ones that do not allow the target's Python
 * are not meant for it.
 */
function withoutOtherForks(lock: Lockfile, environment: MarkerEnvironment): ReturnType<typeof reachable> {
  const reached = reachable(lock, environment);
  const versions = Map.groupBy(reached, ({ entry }) => entry.name);
  return reached.filter(({ entry }) => {
    const forks = new Set(versions.get(entry.name)?.map((each) => each.entry.version));
    return (
      forks.size < 2 ||
      entry.marker !== undefined ||
      entry.requiresPython === undefined ||
      allowsPython(entry.requiresPython, environment) !== false
    );
  });
}

function judge(
  entry: LockedPackage,
  allowed: readonly string[],
  ranks: ReadonlyMap<string, number>,
  target: LockTarget,
): Pick<SelectedPackage, 'verdict' | 'file' | 'certainty' | 'why' | 'native'> {
  const { files, source } = entry;
  if (files === undefined || (files.length === 0 && (entry.hashes !== undefined || source === 'registry'))) return withoutFiles(entry);
  const choice = selectFile(allowed, ranks, target.machine);
  if (choice.wheel === null) {
    if (choice.source !== null) {
      const why = {
        kind: 'no-fitting-file',
        source: choice.source,
        ...(choice.nearest === null ? {} : { nearest: choice.nearest }),
      } as const;
      return { verdict: 'compiles', certainty: 'likely', why, native: choice.hasPlatformWheels };
    }
    if (source === 'git' || source === 'path' || files.length === 0) return fromSource(source);
    const why = { kind: 'no-fitting-file', ...(choice.nearest === null ? {} : { nearest: choice.nearest }) } as const;
    return { verdict: 'fails', certainty: 'likely', why, native: true };
  }
  // Nothing in such a name says for which C library the file is built (native-dependencies.md 2.1).
  if (isBareLinux(choice.wheel)) {
    return {
      verdict: 'unknown',
      certainty: 'possible',
      file: choice.wheel,
      why: { kind: 'may-be-either', file: choice.wheel },
      native: true,
    };
  }
  const fallback = choice.pure && choice.hasPlatformWheels;
  return {
    verdict: fallback ? 'pure-fallback' : 'prebuilt',
    file: choice.wheel,
    certainty: 'likely',
    why: { kind: choice.pure ? 'pure' : 'fits' },
    native: choice.hasPlatformWheels,
  };
}

function isBareLinux(wheel: string): boolean {
  return /-linux_\w+\.whl$/.test(wheel);
}

function withoutFiles({ source, hashes, version }: LockedPackage): Pick<SelectedPackage, 'verdict' | 'certainty' | 'why' | 'native'> {
  if (source !== 'registry') return fromSource(source);
  const why =
    version === null && hashes === undefined
      ? ({ kind: 'unpinned' } as const)
      : ({ kind: 'no-files', hashes: hashes?.length ?? 0 } as const);
  return { verdict: 'unknown', certainty: 'possible', why, native: false };
}

/** A checkout or an archive is always built where it is installed; whether it holds native code is not in the lock. */
function fromSource(source: LockedPackage['source']): Pick<SelectedPackage, 'verdict' | 'certainty' | 'why' | 'native'> {
  return { verdict: 'compiles', certainty: 'possible', why: { kind: 'from-source', source }, native: false };
}
