import { runnableOver, scopeOfTarget } from './finding-fact.ts';
import type { RuleOver, RunnableOver } from './finding-fact.ts';
import type { StageContext } from './repository/stage-facts.ts';

export type RunnableStageRule = RunnableOver<StageContext>;

/** A rule over the stages of a Dockerfile; its facts have the shape of those over images. */
export function defineStageRule<Evidence extends object>(rule: RuleOver<StageContext, Evidence>): RunnableStageRule {
  return runnableOver(rule, scopeOfTarget);
}
