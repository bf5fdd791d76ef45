import type { Certainty, Finding, Move, Severity, Where } from '../report/report.ts';

/** One fact that matters, before it has words. Evidence is plain data without sentences. */
export interface FindingFact<Evidence> {
  /** What it is about, stable across runs: a soname, an interpreter path. */
  readonly key: string;
  /** The same without what is this file's own, names of stages and places: equal mistakes in two files have one. Absent where that is the key. */
  readonly cause?: string;
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly where: readonly Where[];
  readonly evidence: Evidence;
}

/** A rule over one kind of thing: a subject on a target, the stages of a Dockerfile, a workload. */
export interface RuleOver<Context, Evidence> {
  /** The name of its folder. */
  readonly id: string;
  readonly title: string;
  readonly find: (context: Context) => readonly FindingFact<Evidence>[];
  readonly describe: (fact: FindingFact<Evidence>) => { readonly message: string; readonly fix?: string };
}

/** A rule with its kind of evidence closed over, so that rules of all kinds stand in one list. */
export interface RunnableOver<Context> {
  readonly id: string;
  readonly title: string;
  readonly run: (context: Context) => readonly Finding[];
}

/** Facts become findings; `scopeOf` says on what, for their ids; `certaintyOf` may lower how sure a fact is. */
export function runnableOver<Context, Evidence extends object>(
  rule: RuleOver<Context, Evidence>,
  scopeOf: (context: Context) => string,
  certaintyOf: (fact: FindingFact<Evidence>, context: Context) => Certainty = ({ certainty }) => certainty,
): RunnableOver<Context> {
  return {
    id: rule.id,
    title: rule.title,
    run: (context) =>
      rule.find(context).map((fact) => ({
        id: `${rule.id}:${scopeOf(context)}:${fact.key}`,
        rule: rule.id,
        severity: fact.severity,
        certainty: certaintyOf(fact, context),
        where: fact.where.slice(0, mostPlaces),
        count: fact.where.length,
        ...(fact.cause === undefined || fact.cause === fact.key ? {} : { about: fact.cause }),
        ...rule.describe(fact),
        evidence: Object.fromEntries(Object.entries(fact.evidence)),
      })),
  };
}

const mostPlaces = 20;

/** `own`, or the move and the target. */
export function scopeOfTarget({ move, name }: { readonly move: Move; readonly name: string }): string {
  return move === 'own' ? 'own' : `${move}:${name}`;
}
