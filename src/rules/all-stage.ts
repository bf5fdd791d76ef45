import type { RunnableStageRule } from '../judge/stage-rule.ts';
import { crossLibcCopy } from './cross-libc-copy/rule.ts';

/** Every rule over the stages of a Dockerfile, in the order in which a user would meet the failures. */
export const stageRules: readonly RunnableStageRule[] = [crossLibcCopy];
