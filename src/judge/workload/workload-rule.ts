import type { Container, Service, Workload } from '../../kubernetes/workload.ts';
import type { PodResolvConf } from '../../kubernetes/pod-resolv-conf.ts';
import type { Where } from '../../report/report.ts';
import type { Place } from '../repository/place.ts';
import type { LibcResolver } from '../resolver/libc-resolver.ts';
import { runnableOver } from '../finding-fact.ts';
import type { RuleOver, RunnableOver } from '../finding-fact.ts';

/** One container with what its image stands on. */
export interface PlacedContainer {
  readonly container: Container;
  readonly place: Place;
  readonly resolver: LibcResolver | null;
}

/** What rules over workloads look at. */
export interface WorkloadContext {
  readonly file: string;
  readonly workload: Workload;
  /** Containers with an image whose base is known or not; those without an image are left out. */
  readonly containers: readonly PlacedContainer[];
  readonly services: readonly Service[];
  /** The resolv.conf that the kubelet gives the pod. */
  readonly resolvConf: PodResolvConf;
  readonly at: (offset: number) => Where;
}

export type RunnableWorkloadRule = RunnableOver<WorkloadContext>;

export function defineWorkloadRule<Evidence extends object>(rule: RuleOver<WorkloadContext, Evidence>): RunnableWorkloadRule {
  return runnableOver(rule, ({ workload }) => `own:${workload.kind}/${workload.name}`);
}
