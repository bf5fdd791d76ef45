/** What a release of Go does where releases differ; read from `net` in the source of each. */
export interface GoSwitches {
  /** `trust-ad`, `edns0` and `no-reload` are known options (1.20). */
  readonly knowsNewOptions: boolean;
  /** `search .` is skipped (1.20); before, such a candidate could not be encoded. */
  readonly skipsRootSearch: boolean;
  /** The empty name is "no such host" (1.20); before, it gave one unusable address. */
  readonly refusesEmptyName: boolean;
  /** conf.go was rewritten (1.21): without cgo the sources of nsswitch.conf keep their order whatever else they name. */
  readonly rewrittenOrder: boolean;
  /** The extended rcode of an OPT record counts (1.22). */
  readonly extendedRcode: boolean;
  /** `.onion` is checked per candidate (1.22); before, only the name as given. */
  readonly onionPerCandidate: boolean;
  /** A reply with additional records is not lame (1.23). */
  readonly additionalsAreNotLame: boolean;
  /** TC in a TCP reply is accepted (1.23); before, "no answer from DNS server". */
  readonly acceptsTruncatedTcp: boolean;
  /** Labels with a dot inside make a message unreadable (1.21). */
  readonly rejectsDotInLabel: boolean;
  /** Only `.local` names with an mdns source go to libc (1.23); before, all of them did. */
  readonly localNeedsMdns: boolean;
}

export const oldestMinor = 19;
export const newestMinor = 26;

/** First minor release with a behaviour. */
const since: Readonly<Record<keyof GoSwitches, number>> = {
  knowsNewOptions: 20,
  skipsRootSearch: 20,
  rejectsDotInLabel: 21,
  refusesEmptyName: 20,
  rewrittenOrder: 21,
  extendedRcode: 22,
  onionPerCandidate: 22,
  additionalsAreNotLame: 23,
  acceptsTruncatedTcp: 23,
  localNeedsMdns: 23,
};

export function goSwitches(minor: number): GoSwitches {
  return {
    knowsNewOptions: minor >= since.knowsNewOptions,
    skipsRootSearch: minor >= since.skipsRootSearch,
    refusesEmptyName: minor >= since.refusesEmptyName,
    rewrittenOrder: minor >= since.rewrittenOrder,
    extendedRcode: minor >= since.extendedRcode,
    onionPerCandidate: minor >= since.onionPerCandidate,
    additionalsAreNotLame: minor >= since.additionalsAreNotLame,
    acceptsTruncatedTcp: minor >= since.acceptsTruncatedTcp,
    rejectsDotInLabel: minor >= since.rejectsDotInLabel,
    localNeedsMdns: minor >= since.localNeedsMdns,
  };
}
