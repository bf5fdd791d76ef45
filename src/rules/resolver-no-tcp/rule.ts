import { whoResolves } from '../../judge/resolver/resolver-finding.ts';
import { defineResolverRule } from '../../judge/resolver/resolver-rule.ts';
import type { ResolverRules } from '../../judge/resolver/resolver-rule.ts';

/** musl before 1.2.4 (51d4669f): an answer that was cut is not asked for again over TCP (dns-resolvers.md, B01 and B02). */
export const resolverNoTcp: ResolverRules = defineResolverRule({
  id: 'resolver-no-tcp',
  title: 'DNS answers over 512 bytes are lost',
  key: 'tcp',
  isRepaired: true,
  look: (resolver) => (resolver.family === 'musl' && !resolver.switches.tcp ? {} : null),
  describe: ({ evidence }) => ({
    message: `${whoResolves(evidence)} It never asks again over TCP: of an answer over 512 bytes it gets part of the addresses, or "no such name" at once, by what the DNS server puts into the cut answer.`,
    fix: 'Alpine 3.18.9 or newer (musl 1.2.4-r2), or a base with glibc; `basewise dns headroom NAME` shows how far an answer is from 512 bytes',
  }),
});
