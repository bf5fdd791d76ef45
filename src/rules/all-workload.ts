import type { RunnableWorkloadRule } from '../judge/workload/workload-rule.ts';
import { debugImageOtherLibc } from './debug-image-other-libc/rule.ts';
import { podConfiguration } from './pod-resolver/rule.ts';
import { podNoTcp } from './pod-no-tcp/rule.ts';

/** Every rule over the workloads of manifests. */
export const workloadRules: readonly RunnableWorkloadRule[] = [podConfiguration, podNoTcp, debugImageOtherLibc];
