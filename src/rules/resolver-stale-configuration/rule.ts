import { whoResolves } from '../../judge/resolver/resolver-finding.ts';
import { defineResolverRule } from '../../judge/resolver/resolver-rule.ts';
import type { ResolverRules } from '../../judge/resolver/resolver-rule.ts';

/** glibc before 2.26: resolv.conf is read once a process, six search domains (dns-resolvers.md, B60 and B81). */
export const resolverStaleConfiguration: ResolverRules = defineResolverRule({
  id: 'resolver-stale-configuration',
  title: 'A running process keeps its first resolv.conf',
  key: 'reload',
  isRepaired: true,
  look: (resolver) => (resolver.family === 'glibc' && !resolver.switches.reload ? {} : null),
  describe: ({ evidence }) => ({
    message: `${whoResolves(evidence)} It reads resolv.conf once: a process keeps asking servers that are gone. Of a search list it takes six domains and 256 bytes.`,
    fix: 'glibc 2.26 or newer (Debian 10, RHEL 8), or restart the process when the file changes',
  }),
});
