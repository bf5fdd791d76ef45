import { FormatError } from '../../formats/format-error.ts';
import type { Edge, LockedPackage, Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import { parseMarker } from '../../formats/text/lockfiles/python/marker.ts';
import { normalizeName } from '../../formats/text/lockfiles/python/requirement.ts';
import { evaluateMarker } from './evaluate-marker.ts';
import type { MarkerEnvironment } from './marker-environment.ts';

/** A package that the lock selects, and whether only a development group leads to it. */
export interface Reached {
  readonly entry: LockedPackage;
  readonly development: boolean;
}

/**
 * The packages that the lock installs in that environment: from the roots along every dependency whose marker is not false, all extras and groups included (which
 * of them a command asks for is not in the lock). Without roots every entry whose own marker is not false; where who asks carries markers, one of them must hold.
 */
export function reachable(lock: Lockfile, environment: MarkerEnvironment): readonly Reached[] {
  const holds = markerCache(environment);
  const fits = (entry: LockedPackage): boolean => holds(entry.marker);
  if (lock.roots === null) {
    const wanted = lock.markersOnPackages === true ? (): boolean => true : askedFor(lock, holds);
    return lock.packages
      .filter((entry) => fits(entry) && wanted(entry))
      .map((entry) => ({ entry, development: entry.development === true }));
  }
  const byId = new Map(lock.packages.map((entry) => [entry.id, entry]));
  const reached = new Map<string, boolean>();
  const queue: { id: string; development: boolean }[] = [];
  const visit = (edge: Edge, inherited: boolean): void => {
    if (edge.id === undefined || !holds(edge.marker)) return;
    const entry = byId.get(edge.id);
    if (entry === undefined || !fits(entry)) return;
    const development = inherited || edge.development === true || entry.development === true;
    const known = reached.get(edge.id);
    if (known !== undefined && (known === development || !known)) return;
    reached.set(edge.id, development);
    queue.push({ id: edge.id, development });
  };
  for (const root of lock.roots) visit(root, false);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const edge of byId.get(next.id)?.edges ?? []) visit(edge, next.development);
  }
  return lock.packages.flatMap((entry) => {
    const development = reached.get(entry.id);
    return development === undefined ? [] : [{ entry, development }];
  });
}

/**
 * Where all who ask for an entry ask under markers that are false, it is not installed; an entry that nobody in the lock asks for is the project's own wish, and so are
 * those that the project's file names.
 */
function askedFor(lock: Lockfile, holds: (marker: string | undefined) => boolean): (entry: LockedPackage) => boolean {
  const asked = new Map<string, boolean>();
  for (const { edges, marker } of lock.packages) {
    for (const edge of edges)
      if (edge.id !== undefined) asked.set(edge.id, asked.get(edge.id) === true || (holds(marker) && holds(edge.marker)));
  }
  const wished = new Set((lock.wishes ?? []).filter(({ marker }) => holds(marker)).map(({ name }) => normalizeName(name)));
  return (entry) => asked.get(entry.id) !== false || wished.has(normalizeName(entry.name));
}

/** A marker that cannot be read leaves its package in: it is judged rather than forgotten. */
function markerCache(environment: MarkerEnvironment): (marker: string | undefined) => boolean {
  const known = new Map<string, boolean>();
  return (marker) => {
    if (marker === undefined) return true;
    let value = known.get(marker);
    if (value === undefined) {
      value = isNotFalse(marker, environment);
      known.set(marker, value);
    }
    return value;
  };
}

function isNotFalse(marker: string, environment: MarkerEnvironment): boolean {
  try {
    return evaluateMarker(parseMarker(marker), environment) !== false;
  } catch (error) {
    if (error instanceof FormatError) return true;
    throw error;
  }
}
