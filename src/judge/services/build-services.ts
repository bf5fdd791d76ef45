import type { Certainty, Move, Severity, Verdict } from '../../report/report.ts';
import type { BaseGroup, CauseSummary, FailedSubject, PlaceSummary, ServicesReport, VerdictCounts } from '../../report/services.ts';
import { supportOf } from './base-name.ts';
import { verdictWithout } from './service-facts.ts';
import type { CausedFinding, ServiceFacts, ServicePlace } from './service-facts.ts';

/** One table of many services, grouped by cause and by base; `today` is `YYYY-MM-DD`. */
export function buildServices(
  services: readonly ServiceFacts[],
  failed: readonly FailedSubject[],
  today: string,
  version: string,
): ServicesReport {
  return {
    schema: 'basewise-services/1',
    tool: { name: 'basewise', version },
    places: placesOf(services),
    services: services.map(({ places, bases: _bases, ...service }) => ({
      ...service,
      targets: places.map(({ name, move, verdict, parts }) => ({ name, move, verdict, causes: causesIn(parts) })),
    })),
    causes: causesOf(services),
    bases: basesOf(services, today),
    failed,
  };
}

function causesIn(parts: ServicePlace['parts']): readonly string[] {
  return [...new Set(parts.flatMap(({ findings }) => findings.map(({ cause }) => cause)))];
}

function placesOf(services: readonly ServiceFacts[]): readonly PlaceSummary[] {
  const places = new Map<string, { readonly name: string; readonly move: Move; readonly verdicts: Verdict[] }>();
  for (const { name, move, verdict } of services.flatMap(({ places }) => places)) {
    const key = `${move} ${name}`;
    const place = places.get(key) ?? { name, move, verdicts: [] };
    places.set(key, place);
    place.verdicts.push(verdict);
  }
  const sorted = [...places.values()].toSorted((a, b) => Number(b.move === 'own') - Number(a.move === 'own'));
  return sorted.map(({ verdicts, ...place }) => ({ ...place, verdicts: countsOf(verdicts) }));
}

function countsOf(verdicts: readonly Verdict[]): VerdictCounts {
  const count = (verdict: Verdict): number => verdicts.filter((each) => each === verdict).length;
  return { runs: count('runs'), differs: count('differs'), breaks: count('breaks'), unknown: count('unknown') };
}

interface Cause {
  readonly finding: CausedFinding;
  readonly place: ServicePlace;
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly services: Set<string>;
  readonly frees: Set<string>;
}

function causesOf(services: readonly ServiceFacts[]): readonly CauseSummary[] {
  const causes = new Map<string, Cause>();
  for (const { name: service, places } of services) {
    for (const place of places) {
      for (const finding of place.parts.flatMap(({ findings }) => findings)) {
        const known = causes.get(finding.cause);
        const { severity, certainty } = known === undefined ? finding : stronger(known, finding);
        const cause = {
          ...(known ?? { finding, place, services: new Set<string>(), frees: new Set<string>() }),
          severity,
          certainty,
        };
        causes.set(finding.cause, cause);
        cause.services.add(service);
        if (place.verdict !== 'runs' && !cause.frees.has(service) && verdictWithout(finding.cause, place) === 'runs')
          cause.frees.add(service);
      }
    }
  }
  return [...causes].map(([id, cause]) => summarize(id, cause)).toSorted(byWorth);
}

function summarize(id: string, { finding, place, severity, certainty, services, frees }: Cause): CauseSummary {
  const { rule, about, base, message, fix } = finding;
  const where = { name: place.name, move: place.move, base };
  return {
    id,
    rule,
    about,
    severity,
    certainty,
    ...where,
    services: [...services],
    frees: [...frees],
    message,
    ...(fix === undefined ? {} : { fix }),
  };
}

const severities: readonly Severity[] = ['error', 'warning', 'note'];
const certainties: readonly Certainty[] = ['proven', 'likely', 'possible'];

function stronger<T extends Pick<CauseSummary, 'severity' | 'certainty'>>(
  a: Pick<T, 'severity' | 'certainty'>,
  b: Pick<T, 'severity' | 'certainty'>,
): Pick<T, 'severity' | 'certainty'> {
  return rank(b) < rank(a) ? b : a;
}

function rank({ severity, certainty }: Pick<CauseSummary, 'severity' | 'certainty'>): number {
  return severities.indexOf(severity) * certainties.length + certainties.indexOf(certainty);
}

function byWorth(a: CauseSummary, b: CauseSummary): number {
  return b.frees.length - a.frees.length || rank(a) - rank(b) || b.services.length - a.services.length || (a.id < b.id ? -1 : 1);
}

function basesOf(services: readonly ServiceFacts[], today: string): readonly BaseGroup[] {
  const groups = new Map<string, Pick<BaseGroup, 'name' | 'libc' | 'support'> & { readonly verdicts: Map<string, Verdict> }>();
  for (const { name: service, bases, places } of services) {
    const own = places.find(({ move }) => move === 'own')?.verdict;
    for (const { name, base } of bases) {
      const support = supportOf(base, today);
      const libc = base?.libc === undefined || base.libc === null ? null : `${base.libc.family} ${base.libc.version}`;
      const group = groups.get(name) ?? { name, libc, ...(support === undefined ? {} : { support }), verdicts: new Map() };
      groups.set(name, group);
      group.verdicts.set(service, own ?? 'unknown');
    }
  }
  return [...groups.values()]
    .map(({ verdicts, ...group }) => ({ ...group, services: [...verdicts.keys()], verdicts: countsOf([...verdicts.values()]) }))
    .toSorted((a, b) => b.services.length - a.services.length || (a.name < b.name ? -1 : 1));
}
