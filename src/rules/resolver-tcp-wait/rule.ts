import { whoResolves } from '../../judge/resolver/resolver-finding.ts';
import { defineResolverRule } from '../../judge/resolver/resolver-rule.ts';
import type { ResolverRules } from '../../judge/resolver/resolver-rule.ts';

/** glibc, every version: connect and read over TCP have no time limit (dns-resolvers.md, B04 and B05). */
export const resolverTcpWait: ResolverRules = defineResolverRule({
  id: 'resolver-tcp-wait',
  title: 'DNS over TCP waits without a limit',
  key: 'tcp',
  isRepaired: false,
  look: (resolver) => (resolver.family === 'glibc' ? {} : null),
  describe: ({ evidence }) => ({
    message: `${whoResolves(evidence)} Answers over 512 bytes are asked for again over TCP, without any time limit: where 53/tcp is filtered a lookup takes about 134 s, behind a server that accepts and stays silent it never returns.`,
    fix: 'let 53/tcp through to the DNS servers, or have it refused rather than dropped; `basewise dns headroom NAME` shows size and TCP of each server',
  }),
});
