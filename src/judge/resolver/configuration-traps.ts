import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { Certainty, Severity } from '../../report/report.ts';
import { parseResolvConf } from '../../resolver/glibc/resolv-conf.ts';
import { muslConfiguration } from '../../resolver/musl/configuration.ts';
import type { GlibcResolver, LibcResolver, MuslResolver } from './libc-resolver.ts';

/** Where one resolver and one resolv.conf do not go together; numbers in comments are behaviours of the resolver reference, section 2. */
export type ConfigurationTrap =
  /** B59: a line of 255 bytes or more is not read. */
  | { readonly kind: 'line-skipped'; readonly line: string; readonly holdsSearch: boolean }
  /** B58: names with fewer than ndots dots become malformed questions. */
  | { readonly kind: 'search-dot' }
  /** B77: musl dies, glibc sends nothing. */
  | { readonly kind: 'attempts-zero'; readonly dies: boolean }
  /** B78: no question is sent. */
  | { readonly kind: 'timeout-zero' }
  /** B80 */
  | { readonly kind: 'options-ignored'; readonly options: readonly string[] }
  /** B51: names with that many dots are never searched. */
  | { readonly kind: 'ndots-low'; readonly ndots: number; readonly domain: string }
  /** B25 (musl), B27 (glibc) */
  | { readonly kind: 'several-nameservers'; readonly parallel: boolean; readonly nameservers: readonly string[] }
  /** B30 */
  | { readonly kind: 'nameservers-dropped'; readonly nameservers: readonly string[] }
  /** B50: the search list is not known. */
  | { readonly kind: 'search-unread'; readonly domains: readonly string[] }
  /** B61: a label over 63 bytes. */
  | { readonly kind: 'bad-search-element'; readonly element: string }
  /** B60: domains beyond the sixth, or beyond 256 bytes. */
  | { readonly kind: 'search-cut'; readonly dropped: readonly string[] };

export function configurationTraps(text: ByteText, resolver: LibcResolver): readonly ConfigurationTrap[] {
  const written = plainReading(text);
  return [
    ...(resolver.family === 'musl' ? muslTraps(text, written, resolver) : glibcTraps(text, written, resolver)),
    ...(written.nameservers.length > 3 ? [{ kind: 'nameservers-dropped', nameservers: written.nameservers.slice(3) } as const] : []),
  ];
}

/** What the file does to every lookup is likely; what hangs on the servers is possible. */
export function trapWeight(trap: ConfigurationTrap): { readonly severity: Severity; readonly certainty: Certainty } {
  switch (trap.kind) {
    case 'attempts-zero':
    case 'timeout-zero':
    case 'search-dot':
      return { severity: 'error', certainty: 'likely' };
    case 'line-skipped':
    case 'search-unread':
    case 'bad-search-element':
    case 'search-cut':
    case 'ndots-low':
      return { severity: 'warning', certainty: 'likely' };
    case 'options-ignored':
    case 'several-nameservers':
    case 'nameservers-dropped':
      return { severity: 'note', certainty: 'possible' };
  }
}

interface Written {
  readonly nameservers: readonly string[];
  readonly domains: readonly string[];
  readonly options: readonly string[];
}

/** What the author meant: no limits, no versions. */
function plainReading(text: ByteText): Written {
  const lines = text.split('\n').map((line) => line.split(/[ \t]+/));
  const last = lines.findLast(([keyword]) => keyword === 'search' || keyword === 'domain');
  return {
    nameservers: lines.flatMap(([keyword, address]) => (keyword === 'nameserver' && address !== undefined ? [address] : [])),
    domains: (last ?? []).slice(1).filter((word) => word !== ''),
    options: lines.flatMap(([keyword, ...words]) => (keyword === 'options' ? words.filter((word) => word !== '') : [])),
  };
}

function* muslTraps(text: ByteText, written: Written, { switches, machine }: MuslResolver): Generator<ConfigurationTrap> {
  const read = muslConfiguration(text, switches);
  for (const { what, detail = '' } of read.notes) {
    if (what === 'resolv-conf-line-skipped') yield { kind: 'line-skipped', line: detail, holdsSearch: /^(?:search|domain)\s/.test(detail) };
  }
  const domains = read.search.split(/[\t-\r ]+/).filter((word) => word !== '');
  if (!switches.searchDomains && written.domains.length > 0) yield { kind: 'search-unread', domains: written.domains };
  if (switches.searchDomains && switches.unbuildable !== 'absent') {
    if (domains.some((domain) => /^\.+$/.test(domain))) yield { kind: 'search-dot' };
    const bad = domains.find(hasLongLabel);
    if (bad !== undefined && switches.unbuildable === 'fails') yield { kind: 'bad-search-element', element: bad };
  }
  // x86 traps a division by zero; other machines may go on.
  if (read.attempts === 0) yield { kind: 'attempts-zero', dies: machine === 62 || machine === 3 };
  if (read.timeout === 0) yield { kind: 'timeout-zero' };
  const ignored = written.options.filter((option) => !/^(?:ndots|timeout|attempts):/.test(option));
  if (ignored.length > 0) yield { kind: 'options-ignored', options: ignored };
  const cluster = domains.find((domain) => /(?:^|\.)svc\./.test(domain));
  if (switches.searchDomains && cluster !== undefined && read.ndots < 3) yield { kind: 'ndots-low', ndots: read.ndots, domain: cluster };
  if (read.nameservers.length > 1) yield { kind: 'several-nameservers', parallel: true, nameservers: read.nameservers };
}

function* glibcTraps(text: ByteText, written: Written, { switches }: GlibcResolver): Generator<ConfigurationTrap> {
  // A search line that is there keeps the host name's domain out.
  const read = parseResolvConf({ text, env: {}, hostname: '' }, switches);
  if (read.attempts <= 0) yield { kind: 'attempts-zero', dies: false };
  const bad = read.search.find(hasLongLabel);
  if (bad !== undefined) yield { kind: 'bad-search-element', element: bad };
  const dropped = written.domains.filter((domain) => !read.search.includes(domain));
  if (!switches.unlimitedSearch && dropped.length > 0) yield { kind: 'search-cut', dropped };
  const ignored = written.options.filter((option) => !knows(option, switches));
  if (ignored.length > 0) yield { kind: 'options-ignored', options: ignored };
  if (read.nameservers.length > 1) yield { kind: 'several-nameservers', parallel: false, nameservers: read.nameservers };
}

function hasLongLabel(domain: string): boolean {
  return domain.split('.').some((label) => label.length > 63);
}

function knows(option: string, switches: GlibcResolver['switches']): boolean {
  const name = option.replace(/^-/, '');
  if (option.startsWith('-') && !switches.optionStrictError) return false;
  if (name.startsWith('no-aaaa')) return switches.optionNoAaaa;
  if (name.startsWith('trust-ad')) return switches.optionTrustAd;
  if (name.startsWith('no-reload')) return switches.optionNoReload;
  if (name.startsWith('strict-error')) return switches.optionStrictError;
  return /^(?:ndots:|timeout:|attempts:|rotate|edns0|single-request|no[-_]tld[-_]query|use-vc|debug|inet6|ip6-|insecure)/.test(name);
}
