import type { Finding } from '../report/report.ts';
import type { StageContext } from './repository/stage-facts.ts';
import type { FindingFact } from './rule.ts';

/** A rule over the stages of a Dockerfile; its facts have the shape of those over images. */
export interface StageRule<Evidence> {
  /** The name of its folder. */
  readonly id: string;
  readonly title: string;
  readonly find: (context: StageContext) => readonly FindingFact<Evidence>[];
  readonly describe: (fact: FindingFact<Evidence>) => { readonly message: string; readonly fix?: string };
}

export interface RunnableStageRule {
  readonly id: string;
  readonly title: string;
  readonly run: (context: StageContext) => readonly Finding[];
}

const mostPlaces = 20;

export function defineStageRule<Evidence extends object>(rule: StageRule<Evidence>): RunnableStageRule {
  return {
    id: rule.id,
    title: rule.title,
    run: (context) =>
      rule.find(context).map((fact) => ({
        id: `${rule.id}:${context.move === 'own' ? 'own' : `${context.move}:${context.name}`}:${fact.key}`,
        rule: rule.id,
        severity: fact.severity,
        certainty: fact.certainty,
        where: fact.where.slice(0, mostPlaces),
        count: fact.where.length,
        ...rule.describe(fact),
        evidence: Object.fromEntries(Object.entries(fact.evidence)),
      })),
  };
}
