import type { ByteText } from '../../formats/wire/byte-text.ts';
import { toByteText } from '../../formats/wire/byte-text.ts';
import { parseIpv4, parseIpv6 } from '../../formats/wire/ip-address.ts';
import type { GoSwitches } from './switches.ts';

/** resolv.conf as net/dnsconfig_unix.go reads it. */
export interface GoDnsConfig {
  readonly servers: readonly string[];
  /** Each with a trailing dot. */
  readonly search: readonly ByteText[];
  readonly ndots: number;
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly rotate: boolean;
  readonly singleRequest: boolean;
  readonly useTcp: boolean;
  readonly trustAd: boolean;
  readonly noReload: boolean;
  /** A keyword or an option that Go does not know, the first one. */
  readonly unknown: ByteText | undefined;
}

type Draft = { -readonly [Key in keyof GoDnsConfig]: GoDnsConfig[Key] };

/** `text` undefined when there is no file. The environment is not consulted. */
export function parseGoDnsConfig(text: ByteText | undefined, hostname: string, switches: GoSwitches): GoDnsConfig {
  const servers: string[] = [];
  let search: ByteText[] = [];
  const draft: Draft = {
    servers,
    search,
    ndots: 1,
    timeoutMs: 5000,
    attempts: 2,
    rotate: false,
    singleRequest: false,
    useTcp: false,
    trustAd: false,
    noReload: false,
    unknown: undefined,
  };
  for (const line of (text ?? '').split('\n')) {
    if (line.startsWith(';') || line.startsWith('#')) continue;
    const [keyword, ...values] = goFields(line);
    if (keyword === undefined) continue;
    const [first] = values;
    if (keyword === 'nameserver') {
      if (first !== undefined && servers.length < 3 && isGoAddress(first)) servers.push(first);
    } else if (keyword === 'domain') {
      if (first !== undefined) search = [rooted(first)];
    } else if (keyword === 'search') {
      search = values.map((value) => rooted(value)).filter((value) => value !== '.' || !switches.skipsRootSearch);
    } else if (keyword === 'options') {
      for (const option of values) applyOption(draft, option, switches);
    } else if (keyword !== 'lookup') {
      draft.unknown ??= keyword;
    }
  }
  if (search.length === 0) search = defaultSearch(hostname);
  return { ...draft, servers: servers.length > 0 ? servers : ['127.0.0.1', '::1'], search };
}

/** `getFields`: words between blanks, tabs and carriage returns. */
export function goFields(line: ByteText): ByteText[] {
  return line.split(/[ \r\t\n]+/).filter((word) => word !== '');
}

/** What `netip.ParseAddr` takes: no leading zeros, a zone for IPv6. */
export function isGoAddress(text: ByteText): boolean {
  if (parseIpv4(text) !== undefined) return true;
  const percent = text.indexOf('%');
  if (percent === -1) return parseIpv6(text) !== undefined;
  return percent < text.length - 1 && parseIpv6(text.slice(0, percent)) !== undefined;
}

function rooted(name: ByteText): ByteText {
  return name.endsWith('.') ? name : `${name}.`;
}

function defaultSearch(hostname: string): ByteText[] {
  const dot = hostname.indexOf('.');
  return dot !== -1 && dot < hostname.length - 1 ? [rooted(toByteText(hostname.slice(dot + 1)))] : [];
}

function applyOption(draft: Draft, option: ByteText, switches: GoSwitches): void {
  if (option.startsWith('ndots:')) draft.ndots = Math.min(15, leadingNumber(option.slice(6)));
  else if (option.startsWith('timeout:')) draft.timeoutMs = 1000 * Math.max(1, leadingNumber(option.slice(8)));
  else if (option.startsWith('attempts:')) draft.attempts = Math.max(1, leadingNumber(option.slice(9)));
  else if (option === 'rotate') draft.rotate = true;
  else if (option === 'single-request' || option === 'single-request-reopen') draft.singleRequest = true;
  else if (option === 'use-vc' || option === 'usevc' || option === 'tcp') draft.useTcp = true;
  else if (option === 'trust-ad' && switches.knowsNewOptions) draft.trustAd = true;
  else if (option === 'no-reload' && switches.knowsNewOptions) draft.noReload = true;
  else if (option !== 'edns0' || !switches.knowsNewOptions) draft.unknown ??= option;
}

/** `dtoi`: decimal digits at the start, at most 0xFFFFFF. */
function leadingNumber(text: ByteText): number {
  return Math.min(0xff_ffff, Number(/^\d*/.exec(text)?.[0]));
}
