import { dnsTypes } from '../../formats/wire/dns-message.ts';
import { parseDnsName } from '../../formats/wire/dns-name.ts';
import { rcodeName } from '../../formats/wire/dns-rcode.ts';
import type { Asked } from '../ask/ask-server.ts';
import { askServer } from '../ask/ask-server.ts';
import type { MeasureWorld, TcpBehaviour } from '../headroom/measure.ts';

/** What one nameserver does now. */
export interface ServerState {
  readonly server: string;
  /** `answers` with the response code in lower case, `no-answer`, `refused`, `unreachable`. */
  readonly udp: string;
  readonly udpMs?: number;
  readonly tcp: TcpBehaviour;
  /** What was asked: a name that every cluster has, or the root. */
  readonly asked: string;
}

/** One small question to each server over UDP (twice, when the first is lost) and TCP. */
export function askServers(world: MeasureWorld, servers: readonly string[], search: readonly string[]): Promise<readonly ServerState[]> {
  const asked = harmlessName(search);
  return Promise.all(servers.map((server) => askOne(world, server, asked)));
}

/** `kubernetes.default.svc` and the cluster's domain, where the search list shows one; else the root. */
function harmlessName(search: readonly string[]): string {
  const cluster = search.find((domain) => domain.startsWith('svc.'));
  return cluster === undefined ? '.' : `kubernetes.default.${cluster}`;
}

async function askOne(world: MeasureWorld, server: string, asked: string): Promise<ServerState> {
  const name = asked === '.' ? [] : parseDnsName(asked);
  const question = { server, name, type: dnsTypes.A, timeoutMs: world.timeoutMs };
  const first = await askServer(world, { ...question, transport: 'udp' });
  const overUdp = first.kind === 'timeout' ? await askServer(world, { ...question, transport: 'udp' }) : first;
  const overTcp = await askServer(world, { ...question, transport: 'tcp' });
  const udpMs = overUdp.kind === 'reply' ? { udpMs: Math.round(overUdp.elapsedMs) } : {};
  return { server, asked, udp: udpWord(overUdp), ...udpMs, tcp: tcpWord(overTcp) };
}

function udpWord(asked: Asked): string {
  if (asked.kind === 'reply') return `answers ${rcodeName(asked.message.rcode).toLowerCase()}`;
  if (asked.kind === 'failed') return asked.errno === 'ECONNREFUSED' ? 'refused' : 'unreachable';
  return 'no-answer';
}

function tcpWord(asked: Asked): TcpBehaviour {
  if (asked.kind === 'reply') return 'answers';
  if (asked.kind === 'closed') return 'closed';
  if (asked.kind === 'timeout') return 'no-answer';
  if (asked.errno === 'ECONNREFUSED') return 'refused';
  return asked.errno === 'ETIMEDOUT' ? 'no-answer' : asked.errno === 'ECONNRESET' ? 'closed' : 'unreachable';
}
