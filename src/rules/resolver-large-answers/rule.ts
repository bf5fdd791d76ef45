import { whoResolves } from '../../judge/resolver/resolver-finding.ts';
import { defineResolverRule } from '../../judge/resolver/resolver-rule.ts';
import type { ResolverRules } from '../../judge/resolver/resolver-rule.ts';

interface Own {
  /** Answers with more records than this are thrown away; null is no limit. */
  readonly mostRecords: number | null;
  /** Addresses behind a long CNAME chain are lost (83b858f8). */
  readonly losesLongChains: boolean;
}

/** musl 1.2.4 as released, and Alpine's 1.2.4-r0 and -r1 (dns-resolvers.md, B09 to B11 and section 4). */
export const resolverLargeAnswers: ResolverRules = defineResolverRule<Own>({
  id: 'resolver-large-answers',
  title: 'Large DNS answers are thrown away',
  key: 'size',
  isRepaired: true,
  look: (resolver) => {
    if (resolver.family !== 'musl' || !resolver.switches.tcp) return null;
    const { mostRecords, refusesFarPointers } = resolver.switches;
    if (mostRecords === Infinity && !refusesFarPointers) return null;
    return { mostRecords: mostRecords === Infinity ? null : mostRecords, losesLongChains: refusesFarPointers };
  },
  describe({ evidence }) {
    const many = evidence.mostRecords === null ? [] : [`of ${evidence.mostRecords} records or more it uses none`];
    const chains = evidence.losesLongChains ? ['behind a CNAME chain of about 500 bytes it finds no address'] : [];
    return {
      message: `${whoResolves(evidence)} It asks again over TCP, and then ${[...many, ...chains].join('; ')}: "Name has no usable address".`,
      fix: 'apk upgrade musl (1.2.4-r2 or newer), or a base of Alpine 3.18.9 or newer',
    };
  },
});
