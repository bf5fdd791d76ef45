import { whoResolves } from '../../judge/resolver/resolver-finding.ts';
import { defineResolverRule } from '../../judge/resolver/resolver-rule.ts';
import type { ResolverRules } from '../../judge/resolver/resolver-rule.ts';

/** glibc since 2.37, and the branches of 2.34 to 2.36 (1d495912a7): addresses must follow the CNAMEs that lead to them (dns-resolvers.md, B89). */
export const resolverCnameOrder: ResolverRules = defineResolverRule({
  id: 'resolver-cname-order',
  title: 'Addresses before their CNAME are ignored',
  key: 'order',
  isRepaired: false,
  look: (resolver) => (resolver.family === 'glibc' && resolver.switches.strictOwners ? {} : null),
  describe: ({ evidence }) => ({
    message: `${whoResolves(evidence)} An answer that has the address before the CNAME that leads to it is "Name or service not known"; musl, Go, c-ares and older glibc take it.`,
    fix: 'DNS servers that keep CNAMEs first; a forwarder that reorders answers is where to look',
  }),
});
