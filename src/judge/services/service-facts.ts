import type { BaseSummary, Finding, Move, Report, SubjectSummary, Target, Unit, UnitKind, Verdict } from '../../report/report.ts';
import type { ServiceSummary } from '../../report/services.ts';
import { stageVerdict } from '../repository/undecided.ts';
import { verdictOf } from '../verdict.ts';
import { baseName } from './base-name.ts';

/** What a table of many services keeps of one report: no artifacts, no places, each text once for all services. */
export interface ServiceFacts {
  readonly name: string;
  readonly subject: SubjectSummary;
  readonly units: ServiceSummary['units'];
  /** What its images and stages stand on, as the table names it. */
  readonly bases: readonly { readonly name: string; readonly base: BaseSummary | null }[];
  readonly places: readonly ServicePlace[];
  readonly unknown: number;
}

/** A service in one place: a part for each of its units that was judged there. */
export interface ServicePlace {
  readonly name: string;
  readonly move: Move;
  readonly verdict: Verdict;
  readonly parts: readonly PlacePart[];
}

export interface PlacePart {
  readonly kind: UnitKind;
  readonly base: BaseSummary | null;
  readonly verdict: Verdict;
  readonly findings: readonly CausedFinding[];
}

export interface CausedFinding extends Pick<Finding, 'rule' | 'severity' | 'certainty' | 'message' | 'fix'> {
  /** The id of its cause. */
  readonly cause: string;
  readonly about: string;
  readonly base: string | null;
}

/** `remember` gives one text for equal texts, so that a hundred services with one cause hold it once. */
export function serviceFacts(name: string, { subject, units, unknown }: Report, remember: (text: string) => string): ServiceFacts {
  const places = new Map<string, { readonly name: string; readonly move: Move; readonly parts: PlacePart[] }>();
  for (const unit of units) {
    for (const target of askedOf(unit, subject.kind === 'lockfile')) {
      const key = `${target.move} ${target.name}`;
      const place = places.get(key) ?? { name: target.name, move: target.move, parts: [] };
      places.set(key, place);
      place.parts.push(partOf(unit, target, remember));
    }
  }
  return {
    name,
    subject,
    units: units.map((unit) => ({ name: unit.name, kind: unit.kind, base: unit.base })),
    bases: units
      .filter(({ kind }) => kind === 'image' || kind === 'stage')
      .map(({ base, targets }) => ({ base, name: remember(baseName(base, isKnown(targets.find(({ move }) => move === 'own')))) })),
    places: [...places.values()].map((place) => ({ ...place, verdict: worst(place.parts.map(({ verdict }) => verdict)) })),
    unknown: unknown.length,
  };
}

/** An overview was not asked for; that of a lockfile by itself is all there is where no target was named. */
function askedOf({ targets }: Unit, overviewToo: boolean): readonly Target[] {
  const asked = targets.filter(({ overview }) => overview !== true);
  return asked.length === 0 && overviewToo ? targets : asked;
}

function partOf(unit: Unit, target: Target, remember: (text: string) => string): PlacePart {
  const base = target.move === 'own' ? unit.base : (target.base ?? null);
  const label = unit.kind === 'lockfile' ? null : baseName(base, isKnown(target));
  const findings = target.findings.map(({ id, about: said, rule, severity, certainty, message, fix }) => {
    const about = said ?? aboutOf(id, rule, target);
    const place = target.move === 'own' ? `own@${label ?? ''}` : `${target.move}:${target.name}`;
    return {
      cause: remember(`${rule}:${place}:${about}`),
      about: remember(about),
      base: label,
      rule,
      severity,
      certainty,
      message: remember(message),
      ...(fix === undefined ? {} : { fix: remember(fix) }),
    };
  });
  return { kind: unit.kind, base, verdict: target.verdict, findings };
}

/** A base that is null is none, unless a finding says that nobody knows it. */
function isKnown(target: Target | undefined): boolean {
  return target?.findings.some((finding) => finding.rule === 'undecided' && aboutOf(finding.id, finding.rule, target) === 'base') !== true;
}

/** A finding's id is its rule, its place and what it is about. */
function aboutOf(id: string, rule: string, { name, move }: Target): string {
  const rest = id.slice(rule.length + 1);
  const place = [`${move}:${name}:`, 'own:', `${name}:`].find((prefix) => rest.startsWith(prefix)) ?? '';
  return rest.slice(place.length);
}

/** The verdict of a place if one cause were gone. A verdict that findings do not explain stays as it is. */
export function verdictWithout(cause: string, { parts }: ServicePlace): Verdict {
  return worst(
    parts.map(({ kind, verdict, findings }) => {
      const judge = kind === 'stage' || kind === 'workload' ? stageVerdict : verdictOf;
      const rest = findings.filter((finding) => finding.cause !== cause);
      return rest.length < findings.length && judge(findings) === verdict ? judge(rest) : verdict;
    }),
  );
}

const order: readonly Verdict[] = ['breaks', 'unknown', 'differs', 'runs'];

function worst(verdicts: readonly Verdict[]): Verdict {
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'runs';
}
