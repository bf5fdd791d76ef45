/** What a release of glibc does where releases differ. */
export interface GlibcSwitches {
  /** A bad half of an AF_UNSPEC pair does not lose the other: neither when it is lame nor when it comes first (16b293a7a6, bug 14308). */
  readonly badHalfKeepsOther: boolean;
  /** EAI_AGAIN whenever h_errno is TRY_AGAIN, not only with status TRYAGAIN (cf26a0cb6a, bug 16849). */
  readonly againFromHerrno: boolean;
  /** Leading dot of a search element is skipped, so that `.` means the root (b59d114bd1, bug 16469). */
  readonly searchSkipsLeadingDot: boolean;
  /** Any number of search domains, lines of any length (3f853f22c8, 89f187a40f); before: 6 domains, 255 bytes, lines of 8191. */
  readonly unlimitedSearch: boolean;
  /** resolv.conf is read again when it changed (aef16cc8a4, bug 984). */
  readonly reload: boolean;
  /** `rotate` starts at a random server and goes on by one per query (5b757a51b5); before: the list is shifted before each query. */
  readonly rotateByOffset: boolean;
  /** EDNS payload of 1200 (e14a27723c); before: the size of the receive buffer. */
  readonly edns1200: boolean;
  /** FORMERR to an EDNS query marks the server as failed (removed by 44500cbb25). */
  readonly formerrWithEdnsFails: boolean;
  /** `gethostbyname2_r` with NO_DATA gives EAI_NODATA (5f8340f583, bug 21922). */
  readonly inetNoData: boolean;
  /** An IPv4 literal must be the whole word (108bc4049f, CVE-2016-10739); before, `127.0.0.1 x` was one. */
  readonly exactLiterals: boolean;
  /** nss_dns sends no query for what is not a host name (6ca53a2453, bug 24112). */
  readonly hostNamesOnly: boolean;
  /** Replies are matched by id and question together (f1f00c0721, bug 26600); before: each against either query. */
  readonly matchesIdWithQuestion: boolean;
  /** nsswitch.conf is read whole, by a reader that knows no comments, and again when it changed (fd5b9b4458, f8847d83e1). */
  readonly rewrittenNss: boolean;
  /** Default for `hosts:` is `files dns` (b99b0f93ee, bug 28700); before: `dns [!UNAVAIL=return] files`. */
  readonly filesBeforeDns: boolean;
  /** Results of one service are dropped before the next is asked (1c37b8022e, bug 28931). */
  readonly freshPerService: boolean;
  /** Addresses must belong to the name or to what a CNAME before them leads to (d101d836e7, 1d495912a7, bug 12154). */
  readonly strictOwners: boolean;
  /** A twelve-byte SERVFAIL, NOTIMP or REFUSED without a question is accepted (691a3b2e9b, bug 31890). */
  readonly shortErrors: boolean;
  /** In single-request mode an error does not wait for a second reply that was never asked for (af625987d6, bug 30081). */
  readonly singleRequestErrorEnds: boolean;
  /** The downgrade to single requests is kept apart from the options (868ab8923a, bug 31476); before, it also ends reloading. */
  readonly downgradeKeepsOptions: boolean;
  readonly optionNoAaaa: boolean;
  readonly optionTrustAd: boolean;
  readonly optionNoReload: boolean;
  /** `strict-error` and `-option` (765325951a, 95f61610f3). */
  readonly optionStrictError: boolean;
}

export const oldestMinor = 17;
export const newestMinor = 43;

/** First release (2.N) with a behaviour, and older release branches that carry it (state of 2026-01). */
interface Introduction {
  readonly since: number;
  readonly branches?: readonly number[];
}

const branches34To = (last: number): readonly number[] => Array.from({ length: last - 33 }, (_, index) => 34 + index);

/**
 * One row a switch. Read from the release tags and the tips of `release/2.N/master` in glibc's git; `formerrWithEdnsFails` is the only
 * behaviour that was removed, so its row says when it ended.
 */
const introductions: Readonly<Record<keyof GlibcSwitches, Introduction>> = {
  badHalfKeepsOther: { since: 20 },
  againFromHerrno: { since: 20 },
  searchSkipsLeadingDot: { since: 21 },
  unlimitedSearch: { since: 26 },
  reload: { since: 26 },
  rotateByOffset: { since: 26 },
  edns1200: { since: 26, branches: [25] },
  formerrWithEdnsFails: { since: 26 },
  inetNoData: { since: 27, branches: [25, 26] },
  exactLiterals: { since: 29, branches: [28] },
  hostNamesOnly: { since: 29, branches: [28] },
  matchesIdWithQuestion: { since: 33, branches: [32] },
  rewrittenNss: { since: 33 },
  filesBeforeDns: { since: 35 },
  freshPerService: { since: 36, branches: [34, 35] },
  strictOwners: { since: 37, branches: branches34To(36) },
  shortErrors: { since: 41, branches: branches34To(40) },
  singleRequestErrorEnds: { since: 41, branches: branches34To(40) },
  downgradeKeepsOptions: { since: 40, branches: branches34To(39) },
  optionNoAaaa: { since: 36 },
  optionTrustAd: { since: 31 },
  optionNoReload: { since: 26 },
  optionStrictError: { since: 41 },
};

/**
 * Switches of 2.`minor`, as at the tip of its release branch (what distributions ship, more or less), or as released on the day.
 * Distributions that pick patches themselves (RHEL's 2.28 and 2.34) may differ in the rows that have `branches`.
 */
export function glibcSwitches(minor: number, asReleased: boolean): GlibcSwitches {
  const has = (name: keyof GlibcSwitches): boolean => {
    const { since, branches = [] } = introductions[name];
    return minor >= since || (!asReleased && branches.includes(minor));
  };
  return {
    badHalfKeepsOther: has('badHalfKeepsOther'),
    againFromHerrno: has('againFromHerrno'),
    searchSkipsLeadingDot: has('searchSkipsLeadingDot'),
    unlimitedSearch: has('unlimitedSearch'),
    reload: has('reload'),
    rotateByOffset: has('rotateByOffset'),
    edns1200: has('edns1200'),
    formerrWithEdnsFails: !has('formerrWithEdnsFails'),
    inetNoData: has('inetNoData'),
    exactLiterals: has('exactLiterals'),
    hostNamesOnly: has('hostNamesOnly'),
    matchesIdWithQuestion: has('matchesIdWithQuestion'),
    rewrittenNss: has('rewrittenNss'),
    filesBeforeDns: has('filesBeforeDns'),
    freshPerService: has('freshPerService'),
    strictOwners: has('strictOwners'),
    shortErrors: has('shortErrors'),
    singleRequestErrorEnds: has('singleRequestErrorEnds'),
    downgradeKeepsOptions: has('downgradeKeepsOptions'),
    optionNoAaaa: has('optionNoAaaa'),
    optionTrustAd: has('optionTrustAd'),
    optionNoReload: has('optionNoReload'),
    optionStrictError: has('optionStrictError'),
  };
}
