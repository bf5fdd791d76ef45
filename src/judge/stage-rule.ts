import { runnableOver, scopeOfTarget } from './finding-fact.ts';
import type { FindingFact, RuleOver, RunnableOver } from './finding-fact.ts';
import type { StageContext } from './repository/stage-facts.ts';

export type RunnableStageRule = RunnableOver<StageContext>;

/** A rule over the stages of a Dockerfile; its facts have the shape of those over images. Keys begin with the stage where a fact is about one: that is left out of causes. */
export function defineStageRule<Evidence extends object>(rule: RuleOver<StageContext, Evidence>): RunnableStageRule {
  const find = (context: StageContext): readonly FindingFact<Evidence>[] =>
    rule.find(context).map((fact) => ({ ...fact, cause: fact.cause ?? withoutStage(fact.key, context) }));
  return runnableOver({ ...rule, find }, scopeOfTarget);
}

function withoutStage(key: string, { build }: StageContext): string {
  const prefix = build.stages.map(({ name, index }) => `${name ?? index}:`).find((each) => key.startsWith(each));
  return prefix === undefined ? key : key.slice(prefix.length);
}
