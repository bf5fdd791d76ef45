import type { ByteText } from '../../formats/wire/byte-text.ts';
import { formatIp, parseIp } from '../../formats/wire/ip-address.ts';
import type { World } from '../client.ts';
import { unsignedNumber } from './number-text.ts';

/** What a channel is set up with. */
export interface ChannelSettings {
  readonly servers: readonly string[];
  readonly domains: readonly ByteText[];
  readonly ndots: number;
  /** Undefined leaves the release's own. */
  readonly timeoutMs: number | undefined;
  readonly tries: number | undefined;
  readonly rotate: boolean;
  readonly useTcp: boolean;
  /** `f` is the hosts file, `b` is DNS. */
  readonly lookups: string;
}

interface Draft {
  servers: string[];
  domains: ByteText[] | undefined;
  ndots: number;
  timeoutMs: number | undefined;
  tries: number | undefined;
  rotate: boolean;
  useTcp: boolean;
  lookups: string;
}

/** ares_sysconfig_files.c of 1.34: /etc/resolv.conf, /etc/nsswitch.conf, then the environment. */
export function channelSettings(world: World): ChannelSettings {
  const draft: Draft = {
    servers: [],
    domains: undefined,
    ndots: 1,
    timeoutMs: undefined,
    tries: undefined,
    rotate: false,
    useTcp: false,
    lookups: 'fb',
  };
  for (const line of (world.readFile('resolv.conf') ?? '').split('\n')) applyLine(draft, trim(line));
  for (const line of (world.readFile('nsswitch.conf') ?? '').split('\n')) applyNsswitchLine(draft, trim(line));
  const { LOCALDOMAIN: localDomain, RES_OPTIONS: options } = world.env;
  if (localDomain !== undefined) draft.domains = splitList(localDomain).slice(0, 1);
  if (options !== undefined) applyOptions(draft, options);
  return {
    ...draft,
    servers: draft.servers.length === 0 ? ['127.0.0.1'] : draft.servers,
    domains: draft.domains ?? hostDomain(world.hostname),
  };
}

/** The part of the host name behind its first dot. */
export function hostDomain(hostname: string): ByteText[] {
  const dot = hostname.indexOf('.');
  return dot === -1 ? [] : [hostname.slice(dot + 1)];
}

/** A line is ignored when its value has 512 bytes or more, or a byte that is not printable ASCII: a tab between two domains. */
function applyLine(draft: Draft, line: ByteText): void {
  if (/^[#;]/.test(line)) return;
  const keyword = /^[^\t-\r ]*/.exec(line)?.[0] ?? '';
  const value = trim(line.slice(keyword.length));
  if (value === '' || value.length >= 512 || !/^[ -~]*$/.test(value)) return;
  if (keyword === 'domain') draft.domains ??= splitList(value).slice(0, 1);
  else if (keyword === 'search') draft.domains = splitList(value);
  else if (keyword === 'lookup' || keyword === 'hostresorder') applyLookups(draft, value);
  else if (keyword === 'nameserver') for (const server of splitList(value)) addServer(draft.servers, server);
  else if (keyword === 'options') applyOptions(draft, value);
}

/** `ares_strsplit` at blanks and commas: empty items and repetitions (whatever their case) are left out. */
function splitList(text: ByteText): ByteText[] {
  const items = new Map<string, ByteText>();
  for (const item of text.split(/[, ]/)) {
    const key = item.toLowerCase();
    if (item !== '' && !items.has(key)) items.set(key, item);
  }
  return [...items.values()];
}

function trim(text: ByteText): ByteText {
  return text.replace(/^[\t-\r ]+/, '').replace(/[\t-\r ]+$/, '');
}

/** An address, `address:port`, `[address]:port`, `address%interface`. Ports are not modelled; site-local addresses are refused. */
function addServer(servers: string[], text: ByteText): void {
  const bracketed = /^\[([^\]]*)\](?::\d+)?(%.+)?$/.exec(text);
  const withPort = /^([\d.]+):\d+$/.exec(text);
  const literal = bracketed === null ? (withPort?.[1] ?? text) : `${bracketed[1] ?? ''}${bracketed[2] ?? ''}`;
  const bytes = parseIp(literal);
  if (bytes === undefined) return;
  const siteLocal = bytes.length === 16 && bytes[0] === 0xfe && ((bytes[1] ?? 0) & 0xc0) === 0xc0;
  const zone = literal.indexOf('%');
  const address = formatIp(bytes) + (zone === -1 ? '' : literal.slice(zone));
  if (!siteLocal && !servers.includes(address)) servers.push(address);
}

function applyOptions(draft: Draft, text: ByteText): void {
  for (const option of text.split(/[\t ]+/)) {
    const colon = option.indexOf(':');
    const key = colon === -1 ? option : option.slice(0, colon);
    const number = unsignedNumber(colon === -1 ? '' : option.slice(colon + 1));
    if (key === 'rotate') draft.rotate = true;
    else if (key === 'use-vc' || key === 'usevc') draft.useTcp = true;
    else if (key === 'ndots') draft.ndots = number;
    else if ((key === 'timeout' || key === 'retrans') && number !== 0) draft.timeoutMs = number * 1000;
    else if ((key === 'attempts' || key === 'retry') && number !== 0) draft.tries = number;
  }
}

function applyNsswitchLine(draft: Draft, line: ByteText): void {
  const colon = line.indexOf(':');
  if (colon !== -1 && trim(line.slice(0, colon)) === 'hosts') applyLookups(draft, line.slice(colon + 1));
}

const dnsWords: ReadonlySet<string> = new Set(['dns', 'bind', 'resolv', 'resolve']);
const fileWords: ReadonlySet<string> = new Set(['files', 'file', 'local']);

/** Words that c-ares has no source for, actions in brackets among them, are passed over. */
function applyLookups(draft: Draft, text: ByteText): void {
  let found = '';
  for (const word of text.toLowerCase().split(/[\t ]+/)) {
    if (dnsWords.has(word) && !found.includes('b')) found += 'b';
    else if (fileWords.has(word) && !found.includes('f')) found += 'f';
  }
  if (found !== '') draft.lookups = found;
}
