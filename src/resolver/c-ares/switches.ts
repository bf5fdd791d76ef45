/** Everything by which a channel of one release, or of one user of the library, differs from another. */
export interface AresSwitches {
  /** Rewritten core of 1.20 to 1.34 (strict parser, servers sorted by failures) or the one before. */
  readonly engine: 'legacy' | 'modern';
  readonly timeoutMs: number;
  readonly tries: number;
  /** UDP size announced; undefined sends no OPT record. */
  readonly ednsSize: number | undefined;
  /** ARES_FLAG_NOCHECKRESP: SERVFAIL, NOTIMP and REFUSED are answers, no other server is asked. */
  readonly passesErrors: boolean;
  /** The user gives its own number of tries, over that of resolv.conf. */
  readonly triesFixed: boolean;
  /** `options use-vc` of resolv.conf is kept; default flags overwrite it (`init_by_defaults`). */
  readonly keepsUseVc: boolean;
  /** The user looks at time-outs only every so many milliseconds (and when a socket has something); undefined is at once. */
  readonly timerTickMs: number | undefined;
}

const legacy: AresSwitches = {
  engine: 'legacy',
  timeoutMs: 5000,
  tries: 4,
  ednsSize: undefined,
  passesErrors: false,
  triesFixed: false,
  keepsUseVc: false,
  timerTickMs: undefined,
};

const modern: AresSwitches = { ...legacy, engine: 'modern', timeoutMs: 2000, tries: 3, ednsSize: 1232 };

/** By minor release of c-ares, and by program that links it: lib/cares_wrap.cc of Node 20 sets flags and tries of its own. */
export const aresSwitches: Readonly<Record<'1.18' | '1.34' | 'node-20', AresSwitches>> = {
  '1.18': legacy,
  '1.34': modern,
  'node-20': { ...modern, tries: 4, ednsSize: undefined, passesErrors: true, triesFixed: true, keepsUseVc: true, timerTickMs: 1000 },
};
