import type { Certainty, Finding, Move, Severity, Where } from '../report/report.ts';
import type { LibraryProvider } from '../bases/profiles/package-providers.ts';
import type { Base } from '../distro/base.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import type { JudgedArtifact } from './judged-artifact.ts';
import type { NextWall } from './second-wall.ts';
import type { UnservedPackage } from './selection.ts';
import type { Software } from './software.ts';

/** What rules look at: one subject on one target. */
export interface TargetContext {
  readonly software: Software;
  /** `own`, or the target as it was named. */
  readonly name: string;
  readonly move: Move;
  readonly rootfs: Rootfs;
  readonly base: Base | null;
  /** Only family knowledge stands behind the target. */
  readonly derived?: boolean;
  readonly artifacts: readonly JudgedArtifact[];
  /** Packages with builds of which none is for this place. */
  readonly unserved: readonly UnservedPackage[];
  /** Directories of the carried part that are links on the target. */
  readonly replacedLinks: readonly string[];
  /** What programs without their interpreter would meet next; computed when asked for. */
  readonly secondWalls?: () => readonly NextWall[];
  /** Which package of the base brings a library, where its indexes are known. */
  readonly providerOf?: (soname: string) => LibraryProvider | null;
}

/** One fact that matters, before it has words. Evidence is plain data without sentences. */
export interface FindingFact<Evidence> {
  /** What it is about, stable across runs: a soname, an interpreter path. */
  readonly key: string;
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly where: readonly Where[];
  readonly evidence: Evidence;
}

export interface Rule<Evidence> {
  /** The name of its folder. */
  readonly id: string;
  readonly title: string;
  readonly find: (context: TargetContext) => readonly FindingFact<Evidence>[];
  readonly describe: (fact: FindingFact<Evidence>) => { readonly message: string; readonly fix?: string };
}

/** A rule with its kind of evidence closed over, so that rules of all kinds stand in one list. */
export interface RunnableRule {
  readonly id: string;
  readonly title: string;
  readonly run: (context: TargetContext) => readonly Finding[];
}

const mostPlaces = 20;

export function defineRule<Evidence extends object>(rule: Rule<Evidence>): RunnableRule {
  return {
    id: rule.id,
    title: rule.title,
    run: (context) =>
      rule.find(context).map((fact) => ({
        id: `${rule.id}:${context.move === 'own' ? 'own' : `${context.move}:${context.name}`}:${fact.key}`,
        rule: rule.id,
        severity: fact.severity,
        certainty: capped(fact, context),
        where: fact.where.slice(0, mostPlaces),
        count: fact.where.length,
        ...rule.describe(fact),
        evidence: Object.fromEntries(Object.entries(fact.evidence)),
      })),
  };
}

/** On a derived target a finding is no surer than the surest artifact that it is about; one about the base alone is `likely`. */
function capped({ certainty, where }: FindingFact<unknown>, { derived, artifacts }: TargetContext): Certainty {
  if (derived !== true || certainty !== 'proven') return certainty;
  const paths = new Set(where.map((place) => ('path' in place ? place.path : place.file)));
  return artifacts.some((artifact) => paths.has(artifact.path) && artifact.certainty === 'proven') ? 'proven' : 'likely';
}
