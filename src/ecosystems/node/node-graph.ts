import type { Edge, LockedPackage, Lockfile } from '../../formats/text/lockfiles/lockfile.ts';

/** A package with how the project comes to it. */
export interface Asked {
  readonly entry: LockedPackage;
  /** Every way to it passes an optional dependency. */
  readonly optional: boolean;
  readonly development: boolean;
}

/** What is installed when packages for which `fits` is false are left out together with what only they ask for. */
export function installedGraph(lock: Lockfile, fits: (entry: LockedPackage) => boolean): readonly Asked[] {
  const byId = new Map(lock.packages.map((entry) => [entry.id, entry]));
  const reached = new Map<string, boolean>();
  const queue: { id: string; optional: boolean }[] = [];
  const visit = (id: string | undefined, optional: boolean): void => {
    const entry = id === undefined ? undefined : byId.get(id);
    if (entry === undefined || (optional && !fits(entry))) return;
    const known = reached.get(entry.id);
    if (known !== undefined && (known === optional || !known)) return;
    reached.set(entry.id, optional);
    queue.push({ id: entry.id, optional });
  };
  const drain = (): void => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const edge of byId.get(next.id)?.edges ?? []) visit(edge.id, next.optional || edge.optional === true);
    }
  };
  for (const { id, optional } of rootsOf(lock)) visit(id, optional === true);
  drain();
  // A ring of packages that nothing outside of it asks for: only where the lock names no roots.
  if (lock.roots === null) {
    for (const entry of lock.packages) if (!askedBySome(lock, entry)) visit(entry.id, entry.optional === true);
    drain();
  }
  return lock.packages.flatMap((entry) => {
    const optional = reached.get(entry.id);
    return optional === undefined ? [] : [{ entry, optional, development: entry.development === true }];
  });
}

function rootsOf(lock: Lockfile): readonly Pick<Edge, 'id' | 'optional'>[] {
  const projects = lock.packages.filter(({ source }) => source === 'project').map(({ id }) => ({ id }));
  if (lock.roots !== null) return [...lock.roots, ...projects];
  const asked = askedIds(lock);
  return lock.packages.filter(({ id }) => !asked.has(id)).map(({ id, optional }) => ({ id, ...(optional === true ? { optional } : {}) }));
}

const asked = new WeakMap<Lockfile, ReadonlySet<string>>();

function askedIds(lock: Lockfile): ReadonlySet<string> {
  const known = asked.get(lock) ?? new Set(lock.packages.flatMap(({ edges }) => edges.flatMap(({ id }) => (id === undefined ? [] : [id]))));
  asked.set(lock, known);
  return known;
}

function askedBySome(lock: Lockfile, entry: LockedPackage): boolean {
  return askedIds(lock).has(entry.id) && entry.optional === true;
}
