import { toByteText } from '../../formats/wire/byte-text.ts';
import { configurationTraps } from '../../judge/resolver/configuration-traps.ts';
import type { ConfigurationTrap } from '../../judge/resolver/configuration-traps.ts';
import { defineWorkloadRule } from '../../judge/workload/workload-rule.ts';
import type { RunnableWorkloadRule, WorkloadContext } from '../../judge/workload/workload-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';
import type { HostHint, Service } from '../../kubernetes/workload.ts';
import { trapText } from '../../judge/resolver/trap-text.ts';

interface Evidence {
  readonly libc: string;
  readonly trap: ConfigurationTrap;
  readonly containers: readonly string[];
  /** Names in the manifest that this trap keeps from being found. */
  readonly names: readonly string[];
  readonly resolvConf: string;
}

/** The resolver of a container's base with the resolv.conf that the pod gets. */
export const podConfiguration: RunnableWorkloadRule = defineWorkloadRule<Evidence>({
  id: 'pod-resolver',
  title: "The pod's DNS configuration and this C library do not go together",
  find,
  describe: ({ evidence: { libc, trap, containers, names } }) => {
    const { message, fix } = trapText(trap, libc);
    const who = ` In ${containers.length === 1 ? 'container' : 'containers'} ${containers.slice(0, 5).join(', ')}.`;
    const told =
      names.length === 0
        ? ''
        : ` The manifest names ${names.slice(0, 5).join(', ')}, which then ${names.length === 1 ? 'is' : 'are'} not found.`;
    return { message: `${message}${who}${told}`, fix };
  },
});

function find({ workload, containers, services, resolvConf, at }: WorkloadContext): readonly FindingFact<Evidence>[] {
  // Without a word about DNS the pod has what every pod has.
  const said = workload.dns.config !== undefined || (workload.dns.policy !== undefined && workload.dns.policy !== 'ClusterFirst');
  if (!said) return [];
  const found = new Map<string, FindingFact<Evidence>>();
  for (const { container, resolver } of containers) {
    if (resolver === null) continue;
    for (const trap of configurationTraps(toByteText(resolvConf.text), resolver)) {
      const key = `${resolver.name}:${trap.kind}`;
      const before = found.get(key);
      const names = trap.kind === 'ndots-low' ? container.hosts.filter((hint) => isMissed(hint, trap.ndots, services)) : [];
      const evidence = {
        libc: resolver.name,
        trap,
        containers: [...(before?.evidence.containers ?? []), container.name],
        names: [...new Set([...(before?.evidence.names ?? []), ...names.map(({ name }) => name)])],
        resolvConf: resolvConf.text,
      };
      const where = [...(before?.where ?? [at(workload.dnsOffset)]), ...names.map(({ offset }) => at(offset))];
      found.set(key, { key, ...weightOf(trap, evidence.names.length), where, evidence });
    }
  }
  return [...found.values()];
}

/** `redis.cache`, `redis.cache.svc`: names of the cluster that only the search list completes. */
function isMissed({ name }: HostHint, ndots: number, services: readonly Service[]): boolean {
  if (name.endsWith('.')) return false;
  const parts = name.split('.');
  if (parts.length - 1 < ndots) return false;
  if (parts.length === 3 && parts[2] === 'svc') return true;
  return parts.length === 2 && services.some((service) => service.name === parts[0] && service.namespace === parts[1]);
}

/** What every lookup meets is likely; what hangs on the names that are looked up is likely where the manifest has such a name. */
function weightOf(trap: ConfigurationTrap, names: number): Pick<FindingFact<Evidence>, 'severity' | 'certainty'> {
  switch (trap.kind) {
    case 'attempts-zero':
    case 'timeout-zero':
    case 'search-dot':
      return { severity: 'error', certainty: 'likely' };
    case 'ndots-low':
      return names > 0 ? { severity: 'error', certainty: 'likely' } : { severity: 'warning', certainty: 'possible' };
    case 'line-skipped':
    case 'search-unread':
    case 'bad-search-element':
    case 'search-cut':
      return { severity: 'warning', certainty: 'likely' };
    case 'options-ignored':
    case 'several-nameservers':
    case 'nameservers-dropped':
      return { severity: 'note', certainty: 'likely' };
  }
}
