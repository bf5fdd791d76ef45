import type { LockedPackage } from '../../formats/text/lockfiles/lockfile.ts';
import type { SelectedPackage } from '../lockfiles/selected-package.ts';

type Judged = Pick<SelectedPackage, 'verdict' | 'file' | 'certainty' | 'why' | 'native'>;

/**
 * A package of plain JavaScript whose native half is published beside it in lock step: the same scope, the same version, asked for by that exact version
 * (`@duckdb/node-api` and `@duckdb/node-bindings`, `@rspack/core` and `@rspack/binding`). It opens what its half opens, and fails as that fails. Null for others.
 */
export function companionVerdict(
  entry: LockedPackage,
  judged: Judged,
  judgedById: ReadonlyMap<string, Judged>,
  byId: ReadonlyMap<string, LockedPackage>,
): Judged | null {
  const scope = scopeOf(entry.name);
  if (scope === null || !(judged.why.kind === 'no-sign' || judged.why.kind === 'pure')) return null;
  let worst: Judged | null = null;
  for (const edge of entry.edges) {
    const half = edge.id === undefined ? undefined : byId.get(edge.id);
    if (half === undefined || edge.optional === true || half.version !== entry.version || scopeOf(half.name) !== scope) continue;
    // A lock that names versions by key has no range to look at.
    if (edge.wanted !== undefined && !exact.test(edge.wanted)) continue;
    const own = judgedById.get(half.id);
    if (own?.file !== undefined || own?.verdict === 'fails') worst = worst === null || severity(own) > severity(worst) ? own : worst;
  }
  return worst === null ? null : { ...worst, certainty: worst.certainty === 'proven' ? 'likely' : worst.certainty };
}

const exact = /^(?:npm:|workspace:)?=?\d+\.\d+\.\d+[\w.+-]*$/;

function scopeOf(name: string): string | null {
  return name.startsWith('@') ? name.slice(0, name.indexOf('/')) : null;
}

function severity({ verdict }: Judged): number {
  return ['prebuilt', 'unknown', 'compiles', 'foreign', 'fails'].indexOf(verdict);
}
