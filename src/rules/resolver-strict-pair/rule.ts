import { whoResolves } from '../../judge/resolver/resolver-finding.ts';
import { defineResolverRule } from '../../judge/resolver/resolver-rule.ts';
import type { ResolverRules } from '../../judge/resolver/resolver-rule.ts';

/** musl since 1.2.1 (5cf1ac24): any bad half fails the pair of A and AAAA (dns-resolvers.md, B41 to B48). */
export const resolverStrictPair: ResolverRules = defineResolverRule({
  id: 'resolver-strict-pair',
  title: 'A bad AAAA answer fails a good A',
  key: 'pair',
  isRepaired: false,
  look: (resolver) => (resolver.family === 'musl' && resolver.switches.strictPair ? {} : null),
  describe: ({ evidence }) => ({
    message: `${whoResolves(evidence)} It needs both answers: where the A record is fine and AAAA gets NXDOMAIN, the name "does not resolve"; SERVFAIL, REFUSED or silence there is "Try again" after 5 s.`,
    fix: 'DNS servers that answer AAAA with NOERROR for every name with an A record, or programs that ask for IPv4 only; `basewise dns headroom NAME` shows what each server does',
  }),
});
