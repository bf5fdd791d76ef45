import type { LookupFailure, ResolverKind } from './recognised-lookup.ts';

/** What an error text says by itself. */
export interface ErrorText {
  readonly text: string;
  readonly failure: LookupFailure;
  readonly libc: 'musl' | 'glibc' | null;
  readonly resolver: ResolverKind | null;
  /** Telling without any context: nothing but name resolution says this. */
  readonly telling: boolean;
}

/** `gai_strerror` and `hstrerror` of musl (src/network/gai_strerror.c) and glibc (posix/gai_strerror.c, resolv/herror.c), `ares_strerror` of c-ares, and other systems'. */
export const errorTexts: readonly ErrorText[] = [
  libc('musl', 'Name does not resolve', 'not-found'),
  libc('musl', 'Name has no usable address', 'no-data'),
  libc('musl', 'Try again', 'temporary', false),
  libc('musl', 'Non-recoverable error', 'failure', false),
  libc('glibc', 'Name or service not known', 'not-found'),
  libc('glibc', 'Temporary failure in name resolution', 'temporary'),
  libc('glibc', 'No address associated with hostname', 'no-data'),
  libc('glibc', 'No address associated with name', 'no-data'),
  libc('glibc', 'Non-recoverable failure in name resolution', 'failure'),
  libc('glibc', 'Address family for hostname not supported', 'no-data'),
  libc('glibc', 'Host name lookup failure', 'temporary'),
  libc('glibc', 'Unknown server error', 'failure', false),
  { text: 'System error', failure: 'system', libc: null, resolver: 'libc', telling: false },
  { text: 'Unknown host', failure: 'not-found', libc: null, resolver: 'libc', telling: false },
  // BSD, macOS and what .NET makes of the code by itself.
  { text: 'nodename nor servname provided, or not known', failure: 'not-found', libc: null, resolver: 'libc', telling: true },
  { text: 'hostname nor servname provided, or not known', failure: 'not-found', libc: null, resolver: 'libc', telling: true },
  { text: 'No such host is known', failure: 'not-found', libc: null, resolver: 'libc', telling: true },
  ares('Domain name not found', 'not-found'),
  ares('DNS server returned answer with no data', 'no-data'),
  ares('DNS server returned general failure', 'server-failure'),
  ares('DNS server claims query was misformatted', 'bad-reply'),
  ares('DNS query refused', 'refused', false),
  ares('Could not contact DNS servers', 'unreachable'),
  ares('Timeout while contacting DNS servers', 'timeout'),
  ares('Misformatted DNS reply', 'bad-reply'),
  ares('Misformatted domain name', 'bad-name'),
  ares('Misformatted hostname', 'bad-name'),
];

function libc(family: 'musl' | 'glibc', text: string, failure: LookupFailure, telling = true): ErrorText {
  return { text, failure, libc: family, resolver: 'libc', telling };
}

function ares(text: string, failure: LookupFailure, telling = true): ErrorText {
  return { text, failure, libc: null, resolver: 'c-ares', telling };
}

const byText = new Map(errorTexts.map((each) => [each.text, each]));

export function errorText(text: string): ErrorText | undefined {
  return byText.get(text);
}

/** EAI numbers, the same in musl and glibc (netdb.h); -5, -9 and -11 apart from what only glibc returns. */
const numbers: Readonly<Record<string, LookupFailure>> = {
  '-2': 'not-found',
  '-3': 'temporary',
  '-4': 'failure',
  '-5': 'no-data',
  '-9': 'no-data',
  '-11': 'system',
};

/** Codes as Node, c-ares and servers spell them. */
const codes: Readonly<Record<string, LookupFailure>> = {
  ENOTFOUND: 'not-found-or-no-data',
  EAI_NONAME: 'not-found',
  EAI_NODATA: 'no-data',
  EAI_ADDRFAMILY: 'no-data',
  EAI_AGAIN: 'temporary',
  EAI_FAIL: 'failure',
  EAI_SYSTEM: 'system',
  EAI_MEMORY: 'system',
  ENODATA: 'no-data',
  ESERVFAIL: 'server-failure',
  EREFUSED: 'refused',
  ETIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNREFUSED: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EFORMERR: 'bad-reply',
  ENOTIMP: 'bad-reply',
  EBADRESP: 'bad-reply',
  EBADNAME: 'bad-name',
  EMFILE: 'system',
  NXDOMAIN: 'not-found',
  SERVFAIL: 'server-failure',
  REFUSED: 'refused',
};

export function failureOfCode(code: string): LookupFailure | undefined {
  return numbers[code] ?? codes[code];
}
