import type { Blocker, Remedy } from '../report/recommendation.ts';
import type { Finding } from '../report/report.ts';
import type { Unranked } from './rank.ts';

/** Gives the ways out for one cause on one base; see `remedies/`. */
export type RemedyFinder = (finding: Finding, candidate: Unranked) => readonly Remedy[];

/**
 * The causes that keep candidates from running as they do today, each once, those first whose removal alone frees most. A cause is a rule and what it is about: the same soname
 * missing on twenty bases is one.
 */
export function blockersOf(candidates: readonly Unranked[], remediesFor: RemedyFinder): readonly Blocker[] {
  const found = new Map<string, Found>();
  for (const candidate of candidates) {
    if (candidate.changed === 'runs') continue;
    const causes = candidate.findings.filter((finding) => blocks(finding, candidate));
    for (const finding of causes) {
      const key = causeOf(finding, candidate.name);
      const id = `${finding.rule} ${key}`;
      const blocker: Found = found.get(id) ?? { finding, key, blocks: [], frees: [], remedies: new Map() };
      found.set(id, blocker);
      blocker.blocks.push(candidate.name);
      if (causes.length === 1) blocker.frees.push(candidate.name);
      for (const remedy of remediesFor(finding, candidate)) blocker.remedies.set(`${remedy.kind} ${remedy.what}`, remedy);
    }
  }
  return [...found.values()]
    .toSorted((a, b) => b.frees.length - a.frees.length || b.blocks.length - a.blocks.length)
    .map(({ finding: { rule, message, fix }, remedies, ...rest }) => ({
      rule,
      message,
      ...(fix === undefined ? {} : { fix }),
      ...rest,
      remedies: [...remedies.values()].toSorted((a, b) => cheapness[a.kind] - cheapness[b.kind]),
    }));
}

interface Found {
  readonly finding: Finding;
  readonly key: string;
  readonly blocks: string[];
  readonly frees: string[];
  readonly remedies: Map<string, Remedy>;
}

function blocks({ severity, certainty, rule }: Finding, { changed }: Unranked): boolean {
  if (changed === 'unknown') return rule === 'undecided';
  // What compiles where it was a build runs, and keeps the base from being as good as today's.
  if (changed === 'differs') return rule === 'compiled-anew';
  return severity === 'error' && certainty !== 'possible';
}

const cheapness: Readonly<Record<Remedy['kind'], number>> = { flag: 0, package: 1, version: 2, alternative: 3 };

/** `rebuild:debian:13-slim` and the rule stand before what a finding is about. */
function causeOf({ id, rule }: Finding, name: string): string {
  const scope = `${rule}:rebuild:${name}:`;
  return id.startsWith(scope) ? id.slice(scope.length) : id;
}
