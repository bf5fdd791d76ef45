/**
 * What differs between musl's resolvers, by name. Sources: musl's `src/network/` at its tags and the commits named here;
 * `reference/dns-resolvers.md` section 1.1.
 */
export interface MuslSwitches {
  /** resolv.conf has its own reader with search domains and ndots (d6cb08bc, 3d6e2e47); before, 64-byte pieces and no search. */
  readonly searchDomains: boolean;
  /** `attempts:` is looked for at the wrong offset and never found (fixed by 1a7fa5e5). */
  readonly attemptsUnread: boolean;
  /** A query that cannot be built: `unsent` (its length is not checked), `fails` (NONAME, 04bced40), `absent` (no such name, 1e7fb12f). */
  readonly unbuildable: 'unsent' | 'fails' | 'absent';
  /** A final dot is not sent as canonical name and a second one is refused (63e2e40e). */
  readonly stripsFinalDot: boolean;
  /** A name that still ends in a dot after one was taken off is refused when the query is built (001c1afb). */
  readonly refusesSecondDot: boolean;
  /** hosts entries of the other family: `garbage` (counted as an address), `refused` (6d70c08a), `refused-with-canon` (f1198ea3). */
  readonly hostsOtherFamily: 'garbage' | 'refused' | 'refused-with-canon';
  /** The first usable canonical name in hosts stays (20c6d83f); before, the last. */
  readonly firstHostsCanon: boolean;
  /** Any unanswered or nonexistent half fails the pair (5cf1ac24). */
  readonly strictPair: boolean;
  /** No record of the type, or only other families: EAI_NODATA (85050ac5); before EAI_NONAME, and up to 1.1.12 EAI_FAIL. */
  readonly emptyResult: 'EAI_FAIL' | 'EAI_NONAME' | 'EAI_NODATA';
  readonly wrongFamily: 'EAI_NONAME' | 'EAI_NODATA';
  /** Truncated answers are asked for again over TCP (51d4669f, dec8f0a4). */
  readonly tcp: boolean;
  /** Bytes kept of one reply (8c408937, a4ecaf89). */
  readonly replyBuffer: number;
  /** A reply with more questions and answers than this yields nothing (8c086e76 removes it). */
  readonly mostRecords: number;
  /** Owner pointers to offset 511 or beyond stop the parse (83b858f8 removes it). */
  readonly refusesFarPointers: boolean;
  /** Records are checked to lie inside the reply (12590c8b); before, the last one may reach up to ten bytes beyond. */
  readonly boundedRecords: boolean;
  /** Only records of the type that was asked for count (41603c77). */
  readonly checksType: boolean;
  /** The AAAA reply is read before the A reply (8c408937). */
  readonly ipv6First: boolean;
  /** 48 addresses: `unchecked`, `stops` the parse (45ca5d3f), or further ones are `skipped` (0a7b4323). */
  readonly addressCap: 'unchecked' | 'stops' | 'skipped';
  /** Results of IPv4 only keep the server's order (1ca59755). */
  readonly keepsIpv4Order: boolean;
  /** Reachability of IPv4 results is probed on an IPv6 socket (until 4f35eb75). */
  readonly probesIpv4OverIpv6: boolean;
  /** AI_ADDRCONFIG: ignored, tested against loopback with every errno but EAFNOSUPPORT fatal (187bcc3b), or right (f381c118). */
  readonly addrconfig: 'ignored' | 'fatal' | 'loopback';
  /** Asking for a family that ADDRCONFIG finds missing: NONAME without a query; since 85050ac5 the other family decides. */
  readonly addrconfigAsksAnyway: boolean;
  /** V4 servers stay reachable from the IPv6 socket when the system defaults to v6-only (d0b7f976). */
  readonly clearsV6only: boolean;
  /** Without IPv6 in the kernel, IPv4 servers are still asked (d8fddb96, a636fd63). */
  readonly worksWithoutIpv6: boolean;
  /** Ids of the A and AAAA query cannot collide (6c858d6f). */
  readonly distinctIds: boolean;
}

/** musl 1.1.12, the oldest that was observed. */
export const oldest: MuslSwitches = {
  searchDomains: false,
  attemptsUnread: false,
  unbuildable: 'unsent',
  stripsFinalDot: false,
  refusesSecondDot: false,
  hostsOtherFamily: 'garbage',
  firstHostsCanon: false,
  strictPair: false,
  emptyResult: 'EAI_FAIL',
  wrongFamily: 'EAI_NONAME',
  tcp: false,
  replyBuffer: 512,
  mostRecords: 64,
  refusesFarPointers: true,
  boundedRecords: false,
  checksType: false,
  ipv6First: false,
  addressCap: 'unchecked',
  keepsIpv4Order: false,
  probesIpv4OverIpv6: true,
  addrconfig: 'ignored',
  addrconfigAsksAnyway: false,
  clearsV6only: false,
  worksWithoutIpv6: false,
  distinctIds: false,
};

/** What each release changed; releases that are not listed changed nothing here. */
export const releases: readonly { readonly version: string; readonly changes: Partial<MuslSwitches> }[] = [
  { version: '1.1.12', changes: {} },
  { version: '1.1.13', changes: { searchDomains: true, attemptsUnread: true, emptyResult: 'EAI_NONAME' } },
  { version: '1.1.15', changes: { unbuildable: 'fails', hostsOtherFamily: 'refused' } },
  { version: '1.1.17', changes: { attemptsUnread: false, addressCap: 'stops', keepsIpv4Order: true } },
  { version: '1.1.20', changes: { stripsFinalDot: true, addrconfig: 'fatal', probesIpv4OverIpv6: false } },
  { version: '1.1.21', changes: { addrconfig: 'loopback' } },
  { version: '1.2.1', changes: { strictPair: true } },
  { version: '1.2.2', changes: { hostsOtherFamily: 'refused-with-canon', firstHostsCanon: true } },
  {
    version: '1.2.4',
    changes: {
      unbuildable: 'absent',
      refusesSecondDot: true,
      emptyResult: 'EAI_NODATA',
      wrongFamily: 'EAI_NODATA',
      tcp: true,
      replyBuffer: 768,
      boundedRecords: true,
      checksType: true,
      ipv6First: true,
      addressCap: 'skipped',
      addrconfigAsksAnyway: true,
      clearsV6only: true,
      worksWithoutIpv6: true,
      distinctIds: true,
    },
  },
  { version: '1.2.5', changes: { replyBuffer: 4800, mostRecords: Infinity, refusesFarPointers: false } },
];
