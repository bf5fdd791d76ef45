import { whoResolves } from '../../judge/resolver/resolver-finding.ts';
import { defineResolverRule } from '../../judge/resolver/resolver-rule.ts';
import type { ResolverRules } from '../../judge/resolver/resolver-rule.ts';

interface Own {
  /** Before 2.20 an empty AAAA answer without recursion loses the A answer too (bug 14308). */
  readonly lameLosesBoth: boolean;
}

/** glibc: FORMERR and other rare codes are final, and a lost A beside an answered AAAA is a failure (dns-resolvers.md, B22, 2.3). */
export const resolverFirstError: ResolverRules = defineResolverRule<Own>({
  id: 'resolver-first-error',
  title: 'An odd error of the first DNS server is final',
  key: 'errors',
  isRepaired: false,
  look: (resolver) => (resolver.family === 'glibc' ? { lameLosesBoth: !resolver.switches.badHalfKeepsOther } : null),
  describe({ evidence }) {
    const lame = evidence.lameLosesBoth ? ' A server that answers AAAA with nothing and without recursion loses the A answer too.' : '';
    return {
      message: `${whoResolves(evidence)} FORMERR (and other rare codes) of the first server is "Name or service not known" without asking the second; a lost A beside an answered AAAA is "Temporary failure" after 15 s.${lame}`,
      fix: 'correct or remove servers that answer FORMERR; NodeLocal DNSCache or `options single-request-reopen` against lost packets',
    };
  },
});
