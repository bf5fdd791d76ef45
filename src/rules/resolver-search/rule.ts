import { whoResolves } from '../../judge/resolver/resolver-finding.ts';
import { defineResolverRule } from '../../judge/resolver/resolver-rule.ts';
import type { ResolverRules } from '../../judge/resolver/resolver-rule.ts';

interface Own {
  /** `none`: resolv.conf's search list is not read. `stops`: it ends at anything but NXDOMAIN, and names with ndots dots are never searched. */
  readonly search: 'none' | 'stops';
  /** `search .` breaks every short name. */
  readonly dotBreaks: boolean;
}

/** musl's search list (dns-resolvers.md, B50 to B55 and B58). */
export const resolverSearch: ResolverRules = defineResolverRule<Own>({
  id: 'resolver-search',
  title: 'The DNS search list is followed differently',
  key: 'search',
  isRepaired: false,
  look: (resolver) => {
    if (resolver.family !== 'musl') return null;
    const { searchDomains, unbuildable } = resolver.switches;
    return { search: searchDomains ? 'stops' : 'none', dotBreaks: searchDomains && unbuildable !== 'absent' };
  },
  describe({ evidence }) {
    if (evidence.search === 'none') {
      return {
        message: `${whoResolves(evidence)} It knows no search list: short names such as \`db\` or \`db.prod\` never become full ones.`,
        fix: 'a newer base (Alpine 3.4 or newer), or full names everywhere',
      };
    }
    const dot = evidence.dotBreaks ? ' `search .` (kubelet 1.25.0) fails every name with fewer than ndots dots.' : '';
    return {
      message: `${whoResolves(evidence)} Its search stops at the first domain that answers anything but NXDOMAIN, and a name with as many dots as ndots says is never searched (\`svc.ns\` with ndots:1, \`svc.ns.svc\` with ndots:2); glibc goes on in both cases.${dot}`,
      fix: "leave ndots at 5, keep foreign domains out of the pod's search list, or use full names with a final dot",
    };
  },
});
