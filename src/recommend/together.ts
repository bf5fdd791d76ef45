import type { CommonBase, CommonFix, RecommendedUnit, Together } from '../report/recommendation.ts';

/**
 * Many units on one page: how many of them each base serves, and on the best of them which single cause keeps most from it. Null for fewer than two units.
 */
export function together(units: readonly RecommendedUnit[]): Together | null {
  if (units.length < 2) return null;
  const bases = commonBases(units);
  const fixes = bases.slice(0, mostBases).flatMap(({ name }) => fixesOn(units, name));
  return { bases, fixes: heaviest(fixes.toSorted(byWeight)).slice(0, mostFixes) };
}

const mostBases = 5;
const mostFixes = 20;

function commonBases(units: readonly RecommendedUnit[]): readonly CommonBase[] {
  const all = units.flatMap(({ candidates }) => candidates);
  const standing = all.filter((candidate) => candidate.standing.support?.state !== 'out-of-support');
  // Nobody moves a hundred services to a release that gets no fixes, unless nothing else was asked about.
  const names = [...new Set((standing.length === 0 ? all : standing).map(({ name }) => name))];
  const bases = names.map((name): CommonBase => {
    const runs: string[] = [];
    const changed: string[] = [];
    const kept: { unit: string; causes: string[] }[] = [];
    for (const unit of units) {
      const found = unit.candidates.find((candidate) => candidate.name === name);
      if (found === undefined || !serves(found.changed)) kept.push({ unit: unit.name, causes: causesOn(unit, name) });
      else if (found.changes.length === 0) runs.push(unit.name);
      else changed.push(unit.name);
    }
    return { name, runs, changed, kept };
  });
  const places = new Map(bases.map(({ name }) => [name, meanRank(units, name)]));
  return bases.toSorted((a, b) => a.kept.length - b.kept.length || (places.get(a.name) ?? 0) - (places.get(b.name) ?? 0));
}

function serves(verdict: string): boolean {
  return verdict === 'runs' || verdict === 'differs';
}

/** Among bases that serve equally many, the one that stands best in their own rankings. */
function meanRank(units: readonly RecommendedUnit[], name: string): number {
  const ranks = units.map(({ candidates }) => candidates.find((candidate) => candidate.name === name)?.rank ?? candidates.length + 1);
  return ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
}

function causesOn({ blockers }: RecommendedUnit, name: string): string[] {
  return blockers.filter(({ blocks }) => blocks.includes(name)).map(({ rule, key }) => `${rule} ${key}`);
}

/** The same cause in several units is one fix; it frees those that nothing else keeps from the base. */
function fixesOn(units: readonly RecommendedUnit[], base: string): readonly CommonFix[] {
  const fixes = new Map<string, CommonFix & { readonly blocks: string[]; readonly frees: string[] }>();
  for (const { name, blockers } of units) {
    for (const { rule, key, message, fix, blocks, frees } of blockers) {
      if (!blocks.includes(base)) continue;
      const id = `${rule} ${key}`;
      const found = fixes.get(id) ?? { base, rule, key, message, ...(fix === undefined ? {} : { fix }), blocks: [], frees: [] };
      fixes.set(id, found);
      found.blocks.push(name);
      if (frees.includes(base)) found.frees.push(name);
    }
  }
  return [...fixes.values()];
}

/** The same cause on several bases is said once, where its fix frees most. */
function heaviest(sorted: readonly CommonFix[]): readonly CommonFix[] {
  const seen = new Set<string>();
  return sorted.filter(({ rule, key }) => {
    const cause = `${rule} ${key}`;
    return !seen.has(cause) && seen.add(cause);
  });
}

function byWeight(a: CommonFix, b: CommonFix): number {
  return b.frees.length - a.frees.length || b.blocks.length - a.blocks.length;
}
