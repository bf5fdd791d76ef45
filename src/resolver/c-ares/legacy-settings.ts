import type { ByteText } from '../../formats/wire/byte-text.ts';
import { formatIp, parseIpv4, parseIpv6 } from '../../formats/wire/ip-address.ts';
import type { World } from '../client.ts';
import { hostDomain } from './settings.ts';
import type { ChannelSettings } from './settings.ts';

interface Draft {
  servers: string[];
  domains: ByteText[] | undefined;
  ndots: number | undefined;
  timeoutMs: number | undefined;
  tries: number | undefined;
  rotate: boolean;
  lookups: string | undefined;
}

/** ares_init.c of 1.18: the environment first, whose options win, then /etc/resolv.conf, /etc/nsswitch.conf, /etc/host.conf. */
export function legacyChannelSettings(world: World): ChannelSettings {
  const draft: Draft = {
    servers: [],
    domains: undefined,
    ndots: undefined,
    timeoutMs: undefined,
    tries: undefined,
    rotate: false,
    lookups: undefined,
  };
  const localDomain = searchOf(world.env['LOCALDOMAIN'] ?? '');
  applyOptions(draft, world.env['RES_OPTIONS'] ?? '');
  for (const line of (world.readFile('resolv.conf') ?? '').split('\n')) applyLine(draft, line);
  draft.lookups ??= lookupsIn(world.readFile('nsswitch.conf'), 'hosts:', 'drf') ?? lookupsIn(world.readFile('host.conf'), 'order', 'bbh');
  return {
    servers: draft.servers.length === 0 ? ['127.0.0.1'] : draft.servers,
    domains: localDomain ?? draft.domains ?? hostDomain(world.hostname),
    ndots: draft.ndots ?? 1,
    timeoutMs: draft.timeoutMs,
    tries: draft.tries,
    rotate: draft.rotate,
    useTcp: false,
    lookups: draft.lookups ?? 'fb',
  };
}

function applyLine(draft: Draft, line: ByteText): void {
  const domain = valueOf(line, 'domain', /[#;]/);
  const search = valueOf(line, 'search', /[#;]/);
  const server = valueOf(line, 'nameserver', /[#;]/);
  const options = valueOf(line, 'options', /[#;]/);
  if (domain !== undefined) draft.domains = searchOf(domain.split(/[\t-\r ]/, 1)[0] ?? '');
  else if (search !== undefined) draft.domains = searchOf(search);
  else if (server !== undefined) addServers(draft.servers, server);
  else if (options !== undefined) applyOptions(draft, options);
}

/** `try_config`: blanks in front are allowed, a comment ends the line wherever it begins. */
function valueOf(line: ByteText, keyword: string, comment: RegExp): ByteText | undefined {
  const text = (line.split(comment, 1)[0] ?? '').replace(/^[\t-\r ]+/, '').replace(/[\t-\r ]+$/, '');
  if (!text.startsWith(keyword)) return undefined;
  const value = text.slice(keyword.length);
  if (!keyword.endsWith(':') && !/^[\t-\r ]/.test(value)) return undefined;
  const trimmed = value.replace(/^[\t-\r ]+/, '');
  return trimmed === '' ? undefined : trimmed;
}

/** `ares_strsplit`: items that begin an item seen before, whatever their case, are left out. */
function searchOf(text: ByteText): ByteText[] | undefined {
  const items: ByteText[] = [];
  for (const item of text.split(/[, ]/)) {
    const lower = item.toLowerCase();
    if (item !== '' && !items.some((earlier) => earlier.toLowerCase().startsWith(lower))) items.push(item);
  }
  return items.length === 0 ? undefined : items;
}

function addServers(servers: string[], text: ByteText): void {
  for (const literal of text.split(/[\t-\r ,]+/)) {
    const bytes = parseIpv4(literal) ?? parseIpv6(literal);
    const siteLocal = bytes?.length === 16 && bytes[0] === 0xfe && ((bytes[1] ?? 0) & 0xc0) === 0xc0;
    if (bytes !== undefined && !siteLocal) servers.push(formatIp(bytes));
  }
}

/** `timeout:` and `attempts:` are unknown to it; `retrans:` is in milliseconds. */
function applyOptions(draft: Draft, text: ByteText): void {
  for (const option of text.split(/[\t-\r ]+/)) {
    draft.ndots ??= numberAfter(option, 'ndots:');
    draft.timeoutMs ??= numberAfter(option, 'retrans:');
    draft.tries ??= numberAfter(option, 'retry:');
    if (option.startsWith('rotate')) draft.rotate = true;
  }
}

function numberAfter(option: ByteText, prefix: string): number | undefined {
  if (!option.startsWith(prefix)) return undefined;
  const digits = /^[+-]?\d+/.exec(option.slice(prefix.length))?.[0];
  return Math.min(Number(digits ?? 0), 0x7fff_ffff);
}

/** Only the first letter of a word counts, and two words at most (`config_lookup`). `letters`: DNS, DNS too, files. */
function lookupsIn(text: ByteText | undefined, keyword: string, letters: string): string | undefined {
  for (const line of (text ?? '').split('\n')) {
    const value = valueOf(line, keyword, /#/);
    if (value === undefined) continue;
    let found = '';
    for (const word of value.split(/[\t-\r ,]+/)) {
      const index = letters.indexOf(word.charAt(0));
      if (word !== '' && index !== -1 && found.length < 2) found += index < 2 ? 'b' : 'f';
    }
    if (found !== '') return found;
  }
  return undefined;
}
