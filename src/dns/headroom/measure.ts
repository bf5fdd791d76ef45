import { dnsTypes } from '../../formats/wire/dns-message.ts';
import type { DnsName } from '../../formats/wire/dns-name.ts';
import { parseDnsName } from '../../formats/wire/dns-name.ts';
import { formatIp } from '../../formats/wire/ip-address.ts';
import { rcodeName } from '../../formats/wire/dns-rcode.ts';
import type { Clock, Network } from '../../resolver/network.ts';
import type { Asked } from '../ask/ask-server.ts';
import { askServer } from '../ask/ask-server.ts';

/** What a truncated reply still holds. */
export type TruncatedReply = 'none' | 'records' | 'cnames';

/** One question type at one server. */
export interface Measured {
  readonly type: 'A' | 'AAAA';
  /** `addresses`, `no-data`, `no-answer`, `unreachable`, or the name of the response code in lower case: `nxdomain`, `servfail`. */
  readonly behaviour: string;
  /** Bytes of the whole answer without EDNS; undefined when there was none. */
  readonly size?: number;
  /** Addresses in the whole answer. */
  readonly records?: number;
  /** The same, sorted: a rotating answer is the same set in another order. */
  readonly addresses?: readonly string[];
  /** To 512 bytes; negative when the answer is larger. */
  readonly bytesLeft?: number;
  /** More records of this type that fit. */
  readonly recordsLeft?: number;
  /** The UDP reply without EDNS had the TC bit, and held this. */
  readonly truncated?: TruncatedReply;
  /** With truncated: whether a client that announces 1,232 bytes gets all of it over UDP. */
  readonly wholeWithEdns?: boolean;
}

export type TcpBehaviour = 'answers' | 'refused' | 'no-answer' | 'closed' | 'unreachable';

export interface ServerHeadroom {
  readonly server: string;
  readonly questions: readonly [Measured, Measured];
  readonly tcp: TcpBehaviour;
}

/** RFC 1035 section 4.2.1: what a UDP message may have without EDNS. */
export const udpLimit = 512;

/** What Go and c-ares 1.34 announce. */
const commonEdnsSize = 1232;
/** Root, type, class, TTL, length. */
const emptyOptSize = 11;

/** A compressed record: pointer, type, class, TTL, length, address. */
const recordSize = { A: 16, AAAA: 28 } as const;

export interface MeasureWorld {
  readonly network: Network;
  readonly clock: Clock;
  /** How long one question may take. */
  readonly timeoutMs: number;
}

/** What one server answers for one name, asked over UDP without EDNS and over TCP. */
export async function measureHeadroom(world: MeasureWorld, server: string, name: string): Promise<ServerHeadroom> {
  const labels = parseDnsName(name);
  const overTcp = await ask(world, server, labels, dnsTypes.A, 'tcp');
  const overTcp6 = overTcp.kind === 'reply' ? await ask(world, server, labels, dnsTypes.AAAA, 'tcp') : overTcp;
  const a = await measureType(world, server, labels, 'A', overTcp);
  const aaaa = await measureType(world, server, labels, 'AAAA', overTcp6);
  return { server, questions: [a, aaaa], tcp: tcpBehaviour(overTcp) };
}

function ask(
  world: MeasureWorld,
  server: string,
  name: DnsName,
  type: number,
  transport: 'udp' | 'tcp',
  ednsSize?: number,
): Promise<Asked> {
  return askServer(world, { server, name, type, transport, timeoutMs: world.timeoutMs, ...(ednsSize !== undefined && { ednsSize }) });
}

/** Asked twice when the first datagram was lost. A truncated answer is asked for again with EDNS, as Go and c-ares would. */
async function measureType(world: MeasureWorld, server: string, name: DnsName, type: 'A' | 'AAAA', overTcp: Asked): Promise<Measured> {
  const first = await ask(world, server, name, dnsTypes[type], 'udp');
  const overUdp = first.kind === 'timeout' ? await ask(world, server, name, dnsTypes[type], 'udp') : first;
  const truncated = overUdp.kind === 'reply' && overUdp.message.flags.tc;
  const withEdns = truncated ? await ask(world, server, name, dnsTypes[type], 'udp', commonEdnsSize) : overUdp;
  // The datagram counts as long as it is whole: over TCP a server may add sections.
  const whole = [overUdp, overTcp, withEdns].find((asked) => asked.kind === 'reply' && !asked.message.flags.tc);
  const size = whole?.kind === 'reply' ? sizeWithoutOpt(whole) : undefined;
  const addresses = whole?.kind === 'reply' ? addressesOf(whole, dnsTypes[type]) : undefined;
  return {
    type,
    behaviour: behaviourOf(overUdp, type),
    ...(addresses !== undefined && { records: addresses.length, addresses }),
    ...(size !== undefined && {
      size,
      bytesLeft: udpLimit - size,
      recordsLeft: Math.max(0, Math.floor((udpLimit - size) / recordSize[type])),
    }),
    ...(truncated && {
      truncated: truncatedReply(overUdp, type),
      wholeWithEdns: withEdns.kind === 'reply' && !withEdns.message.flags.tc,
    }),
  };
}

function addressesOf({ message }: Asked & { readonly kind: 'reply' }, type: number): readonly string[] {
  const size = type === dnsTypes.A ? 4 : 16;
  const records = message.answers.filter((record) => record.type === type && record.data.length === size);
  return records.map(({ data }) => formatIp(data)).toSorted();
}

function sizeWithoutOpt({ bytes, message }: Asked & { readonly kind: 'reply' }): number {
  const opt = message.additionals.find(({ type }) => type === dnsTypes.OPT);
  return bytes.length - (opt === undefined ? 0 : emptyOptSize + opt.data.length);
}

function behaviourOf(asked: Asked, type: 'A' | 'AAAA'): string {
  if (asked.kind === 'failed') return 'unreachable';
  if (asked.kind !== 'reply') return 'no-answer';
  const { rcode, answers, flags } = asked.message;
  if (rcode !== 0) return rcodeName(rcode).toLowerCase();
  return flags.tc || answers.some((record) => record.type === dnsTypes[type]) ? 'addresses' : 'no-data';
}

function truncatedReply(asked: Asked, type: 'A' | 'AAAA'): TruncatedReply {
  const answers = asked.kind === 'reply' ? asked.message.answers : [];
  if (answers.length === 0) return 'none';
  return answers.some((record) => record.type === dnsTypes[type]) ? 'records' : 'cnames';
}

function tcpBehaviour(asked: Asked): TcpBehaviour {
  if (asked.kind === 'reply') return 'answers';
  if (asked.kind === 'closed') return 'closed';
  if (asked.kind === 'timeout') return 'no-answer';
  if (asked.errno === 'ECONNREFUSED') return 'refused';
  return asked.errno === 'ECONNRESET' ? 'closed' : asked.errno === 'ETIMEDOUT' ? 'no-answer' : 'unreachable';
}
