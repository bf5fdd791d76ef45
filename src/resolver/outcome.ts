/** Classes that make the results of different clients comparable: `conformance/dns/README.md`, "Expected outcome". */
export type OutcomeClass =
  | 'ok'
  | 'not-found'
  | 'no-data'
  | 'temporary-failure'
  | 'failure'
  | 'refused'
  | 'timeout'
  | 'bad-name'
  | 'crash'
  | 'hang'
  | 'other'
  /** Nobody recorded the answer to a question that this client asks (transcripts only). */
  | 'unknown';

/** One query (or connection) as the server sees it arrive. */
export interface Packet {
  /** Milliseconds since the first lookup began. */
  readonly atMs: number;
  readonly transport: 'udp' | 'tcp';
  /** Address of the server; the port is 53. */
  readonly server: string;
  /** `A`, `AAAA`, `TYPE65`…; `connect` for a counted connection, `malformed` for what is no query. */
  readonly type: string;
  /** Question without the trailing dot, UTF-8 with `\.` and `\\` inside labels; absent for `connect` and `malformed`. */
  readonly name?: string;
  /** UDP size announced in an OPT record. */
  readonly ednsSize?: number;
}

/**
 * One thing a model did or decided, for explanations: facts, no sentences. `what` is a word of that model (for example
 * `search-element`, `skipped-line`, `resent-after-servfail`, `truncated-ignored`, `tcp-failed`); the fields say about what.
 */
export interface Step {
  readonly atMs: number;
  readonly what: string;
  readonly server?: string;
  readonly transport?: 'udp' | 'tcp';
  readonly type?: string;
  readonly name?: string;
  readonly rcode?: number;
  readonly detail?: string;
}

/** What one lookup returned to the program. */
export interface Answer {
  /** The client's own word: `ok`, `EAI_NONAME`, `SIGFPE`, `hang`; c-ares `ARES_ENOTFOUND`; Node `ENOTFOUND`; Go `ok` or `error`. */
  readonly result: string;
  readonly class: OutcomeClass;
  /** In the order returned, one per address (not per socket type), canonical text. Empty unless ok. */
  readonly addresses: readonly string[];
  /** UTF-8; absent when NULL or empty. */
  readonly canonicalName?: string;
  readonly message?: string;
  /** Go: which of IsNotFound, IsTimeout, IsTemporary are true. */
  readonly errorFlags?: readonly ('not-found' | 'timeout' | 'temporary')[];
  readonly trail?: readonly Step[];
}

export interface Lookup extends Answer {
  readonly elapsedMs: number;
}

/** Everything one client did in one scenario: the last lookup's answer, all packets, and each lookup where there were several. */
export interface Outcome extends Lookup {
  readonly packets: readonly Packet[];
  readonly lookups?: readonly Lookup[];
}

const gaiClasses: Readonly<Record<string, OutcomeClass>> = {
  ok: 'ok',
  EAI_NONAME: 'not-found',
  EAI_NODATA: 'no-data',
  EAI_ADDRFAMILY: 'no-data',
  EAI_AGAIN: 'temporary-failure',
  EAI_FAIL: 'failure',
  SIGFPE: 'crash',
  hang: 'hang',
};

/** Class of a `getaddrinfo` result as musl and glibc name it; `other` for EAI_SYSTEM, EAI_FAMILY and the like. */
export function classOfGetaddrinfo(result: string): OutcomeClass {
  return gaiClasses[result] ?? 'other';
}

/** The answer of a `getaddrinfo` that failed. */
export function gaiFailure(result: string): Answer {
  return { result, class: classOfGetaddrinfo(result), addresses: [] };
}
