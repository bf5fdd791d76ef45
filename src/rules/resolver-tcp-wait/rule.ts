import { resolverTrap, whoResolves } from '../../judge/resolver/resolver-finding.ts';
import type { ResolverEvidence } from '../../judge/resolver/resolver-finding.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

/** glibc, every version: connect and read over TCP have no time limit (dns-resolvers.md, B04 and B05). */
export const resolverTcpWait: RunnableRule = defineRule<ResolverEvidence>({
  id: 'resolver-tcp-wait',
  title: 'DNS over TCP waits without a limit',
  find: (context) => resolverTrap(context, 'tcp', (resolver) => (resolver.family === 'glibc' ? {} : null)),
  describe: ({ evidence }) => ({
    message: `${whoResolves(evidence)} Answers over 512 bytes are asked for again over TCP, without any time limit: where 53/tcp is filtered a lookup takes about 134 s, behind a server that accepts and stays silent it never returns.`,
    fix: 'let 53/tcp through to the DNS servers, or have it refused rather than dropped; `basewise dns headroom NAME` shows size and TCP of each server',
  }),
});
