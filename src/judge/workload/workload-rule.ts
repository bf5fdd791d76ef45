import type { Container, Service, Workload } from '../../kubernetes/workload.ts';
import type { PodResolvConf } from '../../kubernetes/pod-resolv-conf.ts';
import type { Finding, Where } from '../../report/report.ts';
import type { Place } from '../repository/place.ts';
import type { LibcResolver } from '../resolver/libc-resolver.ts';
import type { FindingFact } from '../rule.ts';

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

export interface WorkloadRule<Evidence> {
  /** The name of its folder. */
  readonly id: string;
  readonly title: string;
  readonly find: (context: WorkloadContext) => readonly FindingFact<Evidence>[];
  readonly describe: (fact: FindingFact<Evidence>) => { readonly message: string; readonly fix?: string };
}

export interface RunnableWorkloadRule {
  readonly id: string;
  readonly title: string;
  readonly run: (context: WorkloadContext) => readonly Finding[];
}

const mostPlaces = 20;

export function defineWorkloadRule<Evidence extends object>(rule: WorkloadRule<Evidence>): RunnableWorkloadRule {
  return {
    id: rule.id,
    title: rule.title,
    run: (context) =>
      rule.find(context).map((fact) => ({
        id: `${rule.id}:own:${context.workload.kind}/${context.workload.name}:${fact.key}`,
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
