import type { ByteText } from '../../formats/wire/byte-text.ts';
import { formatIp, parseIpv6 } from '../../formats/wire/ip-address.ts';
import { atoi, cLines, inetAton } from './c-text.ts';
import { defaultSearch, legacySearch, searchFromEnvironment, splitSearch } from './search-list.ts';
import type { GlibcSwitches } from './switches.ts';

export interface ResolverOptions {
  rotate: boolean;
  edns0: boolean;
  singleRequest: boolean;
  singleRequestReopen: boolean;
  noTldQuery: boolean;
  noReload: boolean;
  useVc: boolean;
  trustAd: boolean;
  noAaaa: boolean;
  strictError: boolean;
}

/** resolv.conf, LOCALDOMAIN, RES_OPTIONS and the host name together, as `__res_vinit` sees them. */
export interface ResolvConf {
  /** At most three are used (MAXNS). */
  readonly nameservers: readonly string[];
  readonly search: readonly ByteText[];
  /** Address and mask, four bytes each as one number. */
  readonly sortList: readonly { readonly address: number; readonly mask: number }[];
  /** Seconds; may be 0 or negative, which means 1. */
  readonly timeout: number;
  readonly attempts: number;
  readonly ndots: number;
  readonly options: Readonly<ResolverOptions>;
}

export interface ResolvConfSources {
  /** Undefined when the file does not exist. */
  readonly text: ByteText | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly hostname: string;
}

/** Keyword in column 0 and a blank behind it. */
function valueOf(line: ByteText, keyword: string): ByteText | undefined {
  if (!line.startsWith(keyword)) return undefined;
  const blank = line[keyword.length];
  return blank === ' ' || blank === '\t' ? line.slice(keyword.length).replace(/^[ \t]+/, '') : undefined;
}

/** resolv/res_init.c, `res_vinit_1`. */
export function parseResolvConf(sources: ResolvConfSources, switches: GlibcSwitches): ResolvConf {
  const settings = { timeout: 5, attempts: 2, ndots: 1, options: noOptions() };
  const nameservers: string[] = [];
  const sortList: { address: number; mask: number }[] = [];
  const fromEnvironment = searchFromEnvironment(sources.env['LOCALDOMAIN'], switches.unlimitedSearch);
  let search: ByteText[] | undefined = fromEnvironment;
  for (const line of configurationLines(sources.text ?? '', switches.unlimitedSearch)) {
    if (line.startsWith(';') || line.startsWith('#')) continue;
    const domain = valueOf(line, 'domain');
    const list = valueOf(line, 'search');
    const server = valueOf(line, 'nameserver');
    const sort = valueOf(line, 'sortlist');
    const options = valueOf(line, 'options');
    if (domain !== undefined && domain !== '' && fromEnvironment === undefined) search = [/^[^ \t]*/.exec(domain)?.[0] ?? ''];
    else if (list !== undefined && list !== '' && fromEnvironment === undefined) {
      search = switches.unlimitedSearch ? splitSearch(list) : legacySearch(list);
    } else if (server !== undefined) addNameserver(nameservers, server, switches);
    else if (sort !== undefined) addSortList(sortList, sort);
    else if (options !== undefined) applyOptions(settings, options, switches);
  }
  if (nameservers.length === 0) nameservers.push('127.0.0.1');
  search ??= defaultSearch(sources.hostname, switches.unlimitedSearch);
  applyOptions(settings, sources.env['RES_OPTIONS'] ?? '', switches);
  return { ...settings, nameservers: nameservers.slice(0, 3), search, sortList };
}

function noOptions(): ResolverOptions {
  return {
    rotate: false,
    edns0: false,
    singleRequest: false,
    singleRequestReopen: false,
    noTldQuery: false,
    noReload: false,
    useVc: false,
    trustAd: false,
    noAaaa: false,
    strictError: false,
  };
}

/** Before 2.26 lines were read with fgets into 8 KiB: the rest of a longer one counts as a line of its own. */
function configurationLines(text: ByteText, unlimited: boolean): ByteText[] {
  const lines = cLines(text);
  return unlimited ? lines : lines.flatMap((line) => (line.length < 8191 ? [line] : (line.match(/[\s\S]{1,8191}/g) ?? [])));
}

function addNameserver(list: string[], value: ByteText, switches: GlibcSwitches): void {
  const word = /^[^ \t]*/.exec(value)?.[0] ?? '';
  const quad = inetAton(switches.exactLiterals ? word : value, switches.exactLiterals);
  if (quad !== undefined) {
    list.push(formatIp(quad));
    return;
  }
  const [literal = '', zone] = word.split('%', 2);
  const bytes = parseIpv6(literal);
  if (bytes !== undefined) list.push(formatIp(bytes) + (zone === undefined ? '' : `%${zone}`));
}

function addSortList(list: { address: number; mask: number }[], value: ByteText): void {
  for (const word of (value.split(';', 1)[0] ?? '').split(/[ \t]+/)) {
    const [net = '', maskText] = word.split(/[/&]/, 2);
    const bytes = inetAton(net, true);
    if (bytes === undefined) continue;
    const address = word32(bytes);
    const mask = maskText === undefined ? undefined : inetAton(maskText, true);
    list.push({ address, mask: mask === undefined ? classMask(address) : word32(mask) });
  }
}

function word32(bytes: Uint8Array): number {
  return (((bytes[0] ?? 0) << 24) | ((bytes[1] ?? 0) << 16) | ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)) >>> 0;
}

function classMask(address: number): number {
  if (address < 0x8000_0000) return 0xff00_0000;
  return address < 0xc000_0000 ? 0xffff_0000 : 0xffff_ff00;
}

/** In the order of `res_setoptions`, where a word that begins with a name is that option; the longer name stands first. */
const flagOptions: readonly { word: string; option: keyof ResolverOptions; needs?: keyof GlibcSwitches }[] = [
  { word: 'rotate', option: 'rotate' },
  { word: 'edns0', option: 'edns0' },
  { word: 'single-request-reopen', option: 'singleRequestReopen' },
  { word: 'single-request', option: 'singleRequest' },
  { word: 'no_tld_query', option: 'noTldQuery' },
  { word: 'no-tld-query', option: 'noTldQuery' },
  { word: 'no-reload', option: 'noReload', needs: 'optionNoReload' },
  { word: 'use-vc', option: 'useVc' },
  { word: 'trust-ad', option: 'trustAd', needs: 'optionTrustAd' },
  { word: 'no-aaaa', option: 'noAaaa', needs: 'optionNoAaaa' },
  { word: 'strict-error', option: 'strictError', needs: 'optionStrictError' },
];

interface Settings {
  timeout: number;
  attempts: number;
  ndots: number;
  options: ResolverOptions;
}

function applyOptions(settings: Settings, text: ByteText, switches: GlibcSwitches): void {
  for (const word of text.split(/[ \t]+/)) {
    // RES_MAXNDOTS, RES_MAXRETRANS, RES_MAXRETRY. ndots is a field of four bits, which is what happens to a negative number.
    if (word.startsWith('ndots:')) settings.ndots = Math.min(15, atoi(word.slice(6))) & 15;
    else if (word.startsWith('timeout:')) settings.timeout = Math.min(30, atoi(word.slice(8)));
    else if (word.startsWith('attempts:')) settings.attempts = Math.min(5, atoi(word.slice(9)));
    else {
      const negated = switches.optionStrictError && word.startsWith('-');
      const name = negated ? word.slice(1) : word;
      const found = flagOptions.find((entry) => name.startsWith(entry.word) && (entry.needs === undefined || switches[entry.needs]));
      if (found !== undefined) settings.options[found.option] = !negated;
    }
  }
}
