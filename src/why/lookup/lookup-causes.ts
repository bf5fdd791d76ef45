import { ranked } from '../cause.ts';
import type { Fit, RankedCause } from '../cause.ts';
import { nameTraits } from './name-traits.ts';
import type { NameTraits } from './name-traits.ts';
import type { LookupFailure, RecognisedLookup } from './recognised-lookup.ts';

/** Why a name was not resolved; ids of behaviours (`B01` …) are those of the resolver reference, section 2. */
export type LookupCause =
  | 'harmless-reverse'
  | 'name-is-no-host'
  | 'truncation-seen'
  | 'upstream-fails'
  | 'reply-from-elsewhere'
  | 'kubelet-limits'
  | 'nginx-resolver'
  | 'records-1.2.4'
  | 'truncated-answer'
  | 'dots-not-searched'
  | 'bad-aaaa'
  | 'search-missing'
  | 'resolve-skips-search'
  | 'first-server-final'
  | 'server-unreachable'
  | 'server-fails'
  | 'packets-lost'
  | 'tcp-blocked'
  | 'build-network'
  | 'search-stops'
  | 'name-absent'
  | 'no-such-record'
  | 'go-path'
  | 'servers-race'
  | 'long-search-line'
  | 'system-limit'
  | 'bad-name'
  | 'tool-is-not-the-app'
  | 'search-dot'
  | 'hosts-family'
  | 'cname-order'
  | 'formerr-final'
  | 'nss-sources'
  | 'attempts-zero'
  | 'cached-failure';

/** The causes that fit, best first: never empty. */
export function lookupCauses(fact: RecognisedLookup): readonly RankedCause<LookupCause>[] {
  const case_ = about(fact);
  const found = CAUSES.flatMap((id) => {
    const fit = FITS[id](case_);
    return fit === null ? [] : [{ id, fit }];
  });
  return ranked(found);
}

interface Case {
  readonly fact: RecognisedLookup;
  readonly name: NameTraits;
  /** The words are this libc's (2), they may be (1), they cannot be (0). */
  readonly musl: 0 | 1 | 2;
  readonly glibc: 0 | 1 | 2;
  readonly is: (...failures: readonly LookupFailure[]) => boolean;
}

function about(fact: RecognisedLookup): Case {
  const may = fact.resolver === 'libc' || fact.resolver === null;
  // apt is Debian's, Android has a libc of its own.
  const excluded: readonly string[] = fact.by === 'apt' ? ['musl'] : fact.by === 'android' ? ['musl', 'glibc'] : [];
  const of = (family: 'musl' | 'glibc'): 0 | 1 | 2 =>
    fact.libc === family ? 2 : may && fact.libc === null && !excluded.includes(family) ? 1 : 0;
  // Text of nobody's libc whose failure is not told may be any of them.
  const is: Case['is'] = (...failures) =>
    failures.includes(fact.failure) ||
    (fact.failure === 'unresolved' && failures.some((each) => each === 'not-found' || each === 'temporary')) ||
    (fact.failure === 'not-found-or-no-data' && failures.some((each) => each === 'not-found' || each === 'no-data'));
  return { fact, name: nameTraits(fact.name), musl: of('musl'), glibc: of('glibc'), is };
}

/** `strong` where the wording is that libc's, `fits` where it may be. */
function by(sure: 0 | 1 | 2): Fit | null {
  return sure === 2 ? 'strong' : sure === 1 ? 'fits' : null;
}

function rare(condition: boolean): Fit | null {
  return condition ? 'rare' : null;
}

/** In the order in which equally good fits are shown. */
const FITS: Readonly<Record<LookupCause, (about: Case) => Fit | null>> = {
  'harmless-reverse': ({ fact }) => (fact.failure === 'reverse' ? 'strong' : null),
  'name-is-no-host': ({ name }) => (name.oddity === null ? null : 'strong'),
  'truncation-seen': ({ fact }) => (fact.failure === 'truncated' ? 'strong' : null),
  'upstream-fails': ({ fact }) => (fact.by === 'coredns' ? 'strong' : null),
  'reply-from-elsewhere': ({ fact }) => (fact.failure === 'wrong-source' ? 'strong' : null),
  'kubelet-limits': ({ fact }) => (fact.failure === 'configuration-cut' ? 'strong' : null),
  'nginx-resolver': ({ fact }) => (fact.failure === 'no-resolver' || (fact.by === 'nginx' && fact.resolver === 'own') ? 'strong' : null),
  'records-1.2.4': ({ is, musl }) => (is('no-data') ? by(musl === 1 ? 0 : musl) : null),
  'truncated-answer': ({ is, musl, name }) => (is('not-found') && !name.short ? by(musl) : null),
  'dots-not-searched': ({ is, musl, name }) =>
    !is('not-found') || name.dots === 0 || !(name.short || name.clusterName) ? null : musl === 0 ? null : by(musl),
  'bad-aaaa': ({ is, musl }) => (is('not-found', 'temporary') ? by(musl) : null),
  'search-missing': ({ is, name, fact }) =>
    is('not-found') && (name.short || !name.known) ? (name.short && fact.by !== 'node-resolve' ? 'strong' : 'fits') : null,
  'resolve-skips-search': ({ fact, is, name }) =>
    fact.by === 'node-resolve' && is('not-found') ? (name.short || name.dots === 0 ? 'strong' : 'fits') : null,
  'first-server-final': ({ fact, is }) => (fact.by === 'node-resolve' && is('server-failure', 'refused', 'bad-reply') ? 'strong' : null),
  'server-unreachable': ({ is, fact }) =>
    is('timeout', 'unreachable') && fact.failure !== 'unresolved' ? 'strong' : is('temporary') ? 'fits' : null,
  'server-fails': ({ is, fact }) =>
    is('server-failure', 'refused', 'bad-reply', 'failure') && fact.failure !== 'unresolved' ? 'strong' : is('temporary') ? 'fits' : null,
  'packets-lost': ({ is }) => (is('temporary', 'timeout') ? 'fits' : null),
  'tcp-blocked': ({ is, fact }) => (is('temporary', 'timeout') && fact.resolver !== 'own' ? 'fits' : null),
  'build-network': ({ is, fact }) => (is('temporary', 'timeout') && (fact.by === 'apk' || fact.by === 'apt') ? 'strong' : null),
  'search-stops': ({ is, musl, name }) =>
    is('not-found', 'no-data', 'temporary') && (!name.short || musl === 2) && musl > 0 ? 'fits' : null,
  'name-absent': ({ is, fact, glibc }) => (!is('not-found') ? null : glibc === 2 || fact.resolver === 'go' ? 'strong' : 'fits'),
  'no-such-record': ({ is, fact }) => (is('no-data') ? (fact.failure === 'no-data' ? 'strong' : 'fits') : null),
  'go-path': ({ fact }) => (fact.by === 'go' && fact.server === undefined && fact.libc === null ? 'fits' : null),
  'servers-race': ({ is, musl }) => (is('not-found', 'no-data') && musl > 0 ? 'fits' : null),
  'long-search-line': ({ is, musl, name }) => (is('not-found') && musl > 0 ? (name.short ? 'fits' : 'rare') : null),
  'system-limit': ({ is }) => (is('system') ? 'strong' : null),
  'bad-name': ({ is }) => (is('bad-name') ? 'strong' : null),
  'tool-is-not-the-app': ({ fact }) => (['dig', 'nslookup'].includes(fact.by) ? 'fits' : null),
  'search-dot': ({ is, musl }) => rare(is('temporary') && musl > 0),
  'hosts-family': ({ is, musl }) => rare(is('not-found', 'no-data') && musl > 0),
  'cname-order': ({ is, glibc }) => rare(is('not-found') && glibc > 0),
  'formerr-final': ({ is, glibc }) => rare(is('not-found') && glibc > 0),
  'nss-sources': ({ is, glibc }) => rare(is('not-found', 'temporary') && glibc > 0),
  'attempts-zero': ({ is, glibc }) => rare(is('temporary') && glibc > 0),
  'cached-failure': ({ fact }) => rare(fact.by === 'java'),
};

const CAUSES: readonly LookupCause[] = Object.keys(FITS).filter((id): id is LookupCause => Object.hasOwn(FITS, id));
