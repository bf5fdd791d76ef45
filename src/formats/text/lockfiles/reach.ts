import type { Edge, LockedPackage } from './lockfile.ts';

/**
 * The packages with `optional` and `development` set where they are asked for only so: a package that one plain path from a root leads to has neither.
 * For lockfiles that name their roots but do not mark their packages.
 */
export function markByReach(packages: readonly LockedPackage[], roots: readonly Edge[]): readonly LockedPackage[] {
  const byId = new Map(packages.map((each) => [each.id, each]));
  const best = new Map<string, number>();
  const queue: { id: string; mark: number }[] = [];
  const visit = (edge: Edge, inherited: number): void => {
    if (edge.id === undefined || !byId.has(edge.id)) return;
    const mark = inherited | (edge.optional === true ? OPTIONAL : 0) | (edge.development === true ? DEVELOPMENT : 0);
    const known = best.get(edge.id);
    // Each bit can only be cleared, so a package is visited three times at most.
    const merged = known === undefined ? mark : known & mark;
    if (known !== undefined && merged === known) return;
    best.set(edge.id, merged);
    queue.push({ id: edge.id, mark: merged });
  };
  for (const edge of roots) visit(edge, 0);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const mark = next.mark;
    for (const edge of byId.get(next.id)?.edges ?? []) visit({ ...edge, development: false }, mark);
  }
  return packages.map((each) => {
    const mark = best.get(each.id) ?? 0;
    return {
      ...each,
      ...((mark & OPTIONAL) === 0 ? {} : { optional: true }),
      ...((mark & DEVELOPMENT) === 0 ? {} : { development: true }),
    };
  });
}

const OPTIONAL = 1;
const DEVELOPMENT = 2;
