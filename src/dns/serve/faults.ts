import type { MessageToWrite, RecordToWrite } from '../../formats/wire/dns-encode.ts';
import { encodeDnsMessage } from '../../formats/wire/dns-encode.ts';
import type { Truncation } from '../../formats/wire/dns-fit.ts';
import { fitDnsMessage } from '../../formats/wire/dns-fit.ts';
import type { DnsName } from '../../formats/wire/dns-name.ts';
import { parseDnsName } from '../../formats/wire/dns-name.ts';
import type { ScenarioAction } from '../../resolver/scripted/scenario.ts';
import type { ServerQuery } from '../../resolver/scripted/server-query.ts';
import type { Behaviour } from './behaviour.ts';

export interface FaultSettings {
  /** Where to listen. `split-horizon` needs a second place, which is the next IPv4 address. */
  readonly address: string;
  readonly port: number;
  /** Names the fault concerns: these and what is below them; every name when empty. */
  readonly names: readonly string[];
  /** Domains that `search-…` faults take for search elements. */
  readonly searchDomains: readonly string[];
  /** How late `slow` and `split-horizon` are. */
  readonly delayMs: number;
  /** Names that the fault leaves alone go to an upstream server instead of being answered from here. */
  readonly forwards: boolean;
}

interface Fault {
  readonly about: string;
  readonly tcp?: Behaviour['tcp'];
  /** The reply to a query that the fault concerns; undefined for one that it leaves alone. */
  readonly answer: (query: ServerQuery, transport: 'udp' | 'tcp', settings: FaultSettings) => readonly ScenarioAction[] | undefined;
}

/** Every fault by name. */
export const faults: Readonly<Record<string, Fault>> = {
  'truncate-empty': {
    about: 'A has 40 records; over UDP the TC bit and none of them, as unbound, PowerDNS and Knot do',
    answer: truncating('none'),
  },
  'truncate-partial': {
    about: 'A has 40 records; over UDP the TC bit and those that fit, as BIND and CoreDNS do',
    answer: truncating('records'),
  },
  'drop-tcp': {
    about: 'truncate-partial, and TCP connections are never accepted (a firewall)',
    tcp: 'filtered',
    answer: truncating('records'),
  },
  'refuse-tcp': { about: 'truncate-partial, and TCP connections are refused', tcp: 'refused', answer: truncating('records') },
  'silent-tcp': { about: 'truncate-partial, and TCP is accepted but never answered', tcp: 'silent', answer: truncating('records') },
  'aaaa-nxdomain': { about: 'AAAA queries get NXDOMAIN', answer: onlyAaaa((query) => [empty(query, 3)]) },
  'aaaa-servfail': { about: 'AAAA queries get SERVFAIL', answer: onlyAaaa((query) => [empty(query, 2)]) },
  'aaaa-refused': { about: 'AAAA queries get REFUSED', answer: onlyAaaa((query) => [empty(query, 5)]) },
  'aaaa-drop': { about: 'AAAA queries get no answer', answer: onlyAaaa(() => []) },
  'search-nodata': { about: 'names below a search domain exist but have no address', answer: onlySearch((query) => [empty(query, 0)]) },
  'search-servfail': { about: 'names below a search domain get SERVFAIL', answer: onlySearch((query) => [empty(query, 2)]) },
  'search-refused': { about: 'names below a search domain get REFUSED', answer: onlySearch((query) => [empty(query, 5)]) },
  slow: { about: 'every answer is late (3 s, --delay)', answer: (query, _transport, { delayMs }) => [plain(query, delayMs)] },
  'split-horizon': {
    about: 'this server knows the name but is late (--delay); the next address says NXDOMAIN at once',
    answer: (query, _transport, { delayMs }) => [plain(query, delayMs)],
  },
  'many-aaaa': { about: 'AAAA has 60 records, A has 10', answer: manyAaaa },
  'long-cname': { about: 'a chain of aliases longer than 512 bytes leads to the address', answer: longCname },
  servfail: { about: 'every query gets SERVFAIL', answer: (query) => [empty(query, 2)] },
  refused: { about: 'every query gets REFUSED', answer: (query) => [empty(query, 5)] },
  formerr: { about: 'every query gets FORMERR', answer: (query) => [empty(query, 1)] },
  nxdomain: { about: 'every query gets NXDOMAIN', answer: (query) => [empty(query, 3)] },
  drop: { about: 'no query gets an answer', answer: () => [] },
  echo: { about: 'every query is sent back as it came', answer: () => [{ kind: 'echo', delayMs: 0 }] },
};

/** The servers of a fault: one, or two for `split-horizon`. Undefined for a name that is no fault. */
export function faultBehaviours(name: string, settings: FaultSettings): readonly Behaviour[] | undefined {
  const fault = Object.hasOwn(faults, name) ? faults[name] : undefined;
  if (fault === undefined) return undefined;
  const { address, port, forwards } = settings;
  const first: Behaviour = {
    address,
    port,
    udp: true,
    tcp: fault.tcp ?? 'ok',
    answer: (query, transport) => {
      const answer = concerns(settings.names, query.name) ? fault.answer(query, transport, settings) : undefined;
      return answer ?? (forwards ? undefined : [plain(query, 0)]);
    },
  };
  if (name !== 'split-horizon') return [first];
  return [first, { ...first, address: nextAddress(address), answer: (query) => [empty(query, 3)] }];
}

function concerns(names: readonly string[], name: string): boolean {
  return names.length === 0 || names.some((one) => isBelow(name, one));
}

function isBelow(name: string, domain: string): boolean {
  const lower = name.toLowerCase();
  const parent = domain.toLowerCase().replace(/\.$/, '');
  return lower === parent || lower.endsWith(`.${parent}`);
}

/** 127.0.0.1 → 127.0.0.2; the last octet wraps. */
function nextAddress(address: string): string {
  const octets = address.split('.');
  return [...octets.slice(0, 3), String((Number(octets[3]) % 254) + 1)].join('.');
}

function onlyAaaa(answer: (query: ServerQuery) => readonly ScenarioAction[]): Fault['answer'] {
  return (query) => (query.type === 'AAAA' ? answer(query) : undefined);
}

function onlySearch(answer: (query: ServerQuery) => readonly ScenarioAction[]): Fault['answer'] {
  return (query, _transport, { searchDomains }) =>
    searchDomains.some((domain) => isBelow(query.name, domain)) ? answer(query) : undefined;
}

function truncating(keep: Truncation): Fault['answer'] {
  return (query, transport) => (query.type === 'A' ? [reply(query, transport, ipv4(query, 40), keep)] : [empty(query, 0)]);
}

function manyAaaa(query: ServerQuery, transport: 'udp' | 'tcp'): readonly ScenarioAction[] {
  if (query.type !== 'AAAA') return [reply(query, transport, ipv4(query, 10), 'records')];
  const records = Array.from({ length: 60 }, (_, index) =>
    addressRecord(parseDnsName(query.name), `2001:db8::${(index + 1).toString(16)}`),
  );
  return [reply(query, transport, records, 'records')];
}

/** Twelve aliases under owners of their own, so that compression does not make the chain short. */
function longCname(query: ServerQuery, transport: 'udp' | 'tcp'): readonly ScenarioAction[] {
  const names = [
    parseDnsName(query.name),
    ...Array.from({ length: 12 }, (_, index) => parseDnsName(`edge-${index}-${'x'.repeat(40)}.cdn${index}.example`)),
  ];
  const aliases = names
    .slice(1)
    .map((target, index): RecordToWrite => ({ name: names[index] ?? [], data: { kind: 'name', type: 5, target } }));
  const last = names.at(-1) ?? [];
  const addresses = query.type === 'A' ? [addressRecord(last, '192.0.2.1')] : [];
  return [reply(query, transport, [...aliases, ...addresses], 'cnames')];
}

/** What a healthy server says: one IPv4 address for A, nothing for other types. */
function plain(query: ServerQuery, delayMs: number): ScenarioAction {
  const answers = query.type === 'A' ? ipv4(query, 1) : [];
  return message(encodeDnsMessage(response(query, 0, answers)), delayMs);
}

function empty(query: ServerQuery, rcode: number): ScenarioAction {
  return message(encodeDnsMessage(response(query, rcode, [])), 0);
}

/** Over UDP at most what the client announced, 512 bytes without EDNS. */
function reply(query: ServerQuery, transport: 'udp' | 'tcp', answers: readonly RecordToWrite[], keep: Truncation): ScenarioAction {
  const limit = transport === 'tcp' ? 65_535 : Math.max(512, query.ednsSize ?? 0);
  return message(fitDnsMessage(response(query, 0, answers), limit, keep), 0);
}

function message(bytes: Uint8Array, delayMs: number): ScenarioAction {
  return { kind: 'reply', delayMs, bytes, wrongId: false, close: false };
}

function response(query: ServerQuery, rcode: number, answers: readonly RecordToWrite[]): MessageToWrite {
  return {
    rcode,
    flags: { qr: true, rd: true, ra: true },
    questions: [{ name: parseDnsName(query.name), type: query.typeNumber }],
    answers,
  };
}

function ipv4(query: ServerQuery, count: number): RecordToWrite[] {
  const name = parseDnsName(query.name);
  return Array.from({ length: count }, (_, index) => addressRecord(name, `192.0.2.${index + 1}`));
}

function addressRecord(name: DnsName, address: string): RecordToWrite {
  return { name, data: { kind: 'address', type: address.includes(':') ? 28 : 1, address } };
}
