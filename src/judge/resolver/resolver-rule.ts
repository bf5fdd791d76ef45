import type { RuleOver } from '../finding-fact.ts';
import { defineRule } from '../rule.ts';
import type { RunnableRule } from '../rule.ts';
import { defineStageRule } from '../stage-rule.ts';
import type { RunnableStageRule } from '../stage-rule.ts';
import type { LibcResolver } from './libc-resolver.ts';
import { resolverTrap } from './resolver-finding.ts';
import type { ResolverEvidence } from './resolver-finding.ts';
import { stageResolverTrap } from './stage-resolver.ts';

export interface ResolverRule<Own extends object> extends Pick<RuleOver<never, Own & ResolverEvidence>, 'id' | 'title' | 'describe'> {
  readonly key: string;
  /** Null where this resolver does not do it. */
  readonly look: (resolver: LibcResolver) => Own | null;
  /** A defect that later versions do not have: worth saying of a stage on its own base too, not only where a move brings it. */
  readonly isRepaired: boolean;
}

export interface ResolverRules {
  readonly image: RunnableRule;
  readonly stage: RunnableStageRule;
}

/** One trap of a resolver, as a rule over images and as one over the stages of a Dockerfile. */
export function defineResolverRule<Own extends object>({ id, title, key, look, isRepaired, describe }: ResolverRule<Own>): ResolverRules {
  return {
    image: defineRule<Own & ResolverEvidence>({
      id,
      title,
      find: (context) => resolverTrap<Own>(context, key, look),
      describe,
    }),
    stage: defineStageRule<Own & ResolverEvidence>({
      id,
      title,
      find: (context) => stageResolverTrap<Own>(context, { key, look, isRepaired }),
      describe,
    }),
  };
}
