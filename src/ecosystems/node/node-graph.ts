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
  const reached = reachedFrom(rootsOf(lock, byId), byId, fits);
  return lock.packages.flatMap((entry) => {
    const optional = reached.get(entry.id);
    return optional === undefined ? [] : [{ entry, optional, development: entry.development === true }];
  });
}

/** Whether another package of the lock asks for it; what none asks for is the project's own wish. */
export function isAsked(lock: Lockfile, { id }: LockedPackage): boolean {
  const known =
    asked.get(lock) ?? new Set(lock.packages.flatMap(({ edges }) => edges.flatMap((edge) => (edge.id === undefined ? [] : [edge.id]))));
  asked.set(lock, known);
  return known.has(id);
}

const asked = new WeakMap<Lockfile, ReadonlySet<string>>();

type Root = Pick<Edge, 'id' | 'optional'>;
type ById = ReadonlyMap<string, LockedPackage>;

/** Ids of what the roots lead to, with whether every way there passes an optional dependency. */
function reachedFrom(roots: readonly Root[], byId: ById, fits: (entry: LockedPackage) => boolean): ReadonlyMap<string, boolean> {
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
  for (const { id, optional } of roots) visit(id, optional === true);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const edge of byId.get(next.id)?.edges ?? []) visit(edge.id, next.optional || edge.optional === true);
  }
  return reached;
}

/** What the project asks for. Where the lock does not say it: what no package asks for, and one of each ring of packages that nothing else leads to. */
function rootsOf(lock: Lockfile, byId: ById): readonly Root[] {
  const projects = lock.packages.filter(({ source }) => source === 'project').map(({ id }) => ({ id }));
  if (lock.roots !== null) return [...lock.roots, ...projects];
  const roots: Root[] = lock.packages.filter((entry) => !isAsked(lock, entry)).map(asRoot);
  const seen = new Set(reachedFrom(roots, byId, () => true).keys());
  for (const entry of lock.packages) {
    if (seen.has(entry.id)) continue;
    roots.push(asRoot(entry));
    for (const id of reachedFrom([asRoot(entry)], byId, () => true).keys()) seen.add(id);
  }
  return roots;
}

function asRoot({ id, optional }: LockedPackage): Root {
  return { id, ...(optional === true ? { optional } : {}) };
}
