import { resolverTrap, whoResolves } from '../../judge/resolver/resolver-finding.ts';
import type { ResolverEvidence } from '../../judge/resolver/resolver-finding.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

/** glibc since 2.37, and the branches of 2.34 to 2.36 (1d495912a7): addresses must follow the CNAMEs that lead to them (dns-resolvers.md, B89). */
export const resolverCnameOrder: RunnableRule = defineRule<ResolverEvidence>({
  id: 'resolver-cname-order',
  title: 'Addresses before their CNAME are ignored',
  find: (context) =>
    resolverTrap(context, 'order', (resolver) => (resolver.family === 'glibc' && resolver.switches.strictOwners ? {} : null)),
  describe: ({ evidence }) => ({
    message: `${whoResolves(evidence)} An answer that has the address before the CNAME that leads to it is "Name or service not known"; musl, Go, c-ares and older glibc take it.`,
    fix: 'DNS servers that keep CNAMEs first; a forwarder that reorders answers is where to look',
  }),
});
