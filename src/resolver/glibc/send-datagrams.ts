import type { UdpSocket } from '../network.ts';
import { receiveInto, type AnswerBuffer } from './answer-buffer.ts';
import { answerCount, questionMatches, rcodeOf, rcodes, u16, type Query } from './packet.ts';
import type { GlibcProcess } from './process.ts';
import { closeSockets, note } from './process.ts';
import type { Exchange, ServerResult } from './send.ts';

/** State of one visit to one server; `send_dg` in resolv/res_send.c. */
interface Visit {
  readonly process: GlibcProcess;
  readonly exchange: Exchange;
  readonly server: number;
  readonly address: string;
  singleRequest: boolean;
  singleRequestReopen: boolean;
  /** Length of the first reply, kept over the downgrades. */
  length: number;
  received1: boolean;
  received2: boolean;
}

/** `again` after a downgrade to single requests, with or without a new socket. */
type Round = ServerResult | 'again';

export async function sendDatagrams(process: GlibcProcess, exchange: Exchange, server: number): Promise<ServerResult> {
  const { options } = process;
  const visit: Visit = {
    process,
    exchange,
    server,
    address: exchange.conf.nameservers[server] ?? '127.0.0.1',
    singleRequest: options.singleRequest || options.singleRequestReopen,
    singleRequestReopen: options.singleRequestReopen,
    length: 0,
    received1: false,
    received2: false,
  };
  // The downgrade does not reset what is known of reachability.
  const savedGotSomewhere = exchange.gotSomewhere;
  for (;;) {
    const socket = await openSocket(visit);
    if (socket === 'give-up' || socket === 'next-server') return socket;
    const round = await oneRound(visit, socket);
    if (round !== 'again') return round;
    exchange.gotSomewhere = savedGotSomewhere;
  }
}

/** `reopen`: a socket connected to the server, kept from an earlier round when there was no answer. */
async function openSocket({ process, server, address }: Visit): Promise<UdpSocket | 'give-up' | 'next-server'> {
  const known = process.sockets.get(server);
  if (known !== undefined) return known;
  const family = address.includes(':') ? 'inet6' : 'inet';
  if (family === 'inet6' && process.ipv6Unavailable) return 'give-up';
  const socket = await process.world.network.udp({ family, connect: { address, port: 53 } });
  if (typeof socket !== 'string') {
    process.sockets.set(server, socket);
    return socket;
  }
  note(process, { what: 'server-unreachable', server: address, detail: socket });
  if (socket === 'EAFNOSUPPORT') {
    process.ipv6Unavailable = true;
    process.errno = socket;
    return 'give-up';
  }
  closeSockets(process);
  return 'next-server';
}

function seconds(visit: Visit): number {
  const { conf } = visit.exchange;
  let value = conf.timeout * 2 ** visit.server;
  if (visit.server > 0) value = Math.trunc(value / conf.nameservers.length);
  return value <= 0 ? 1 : value;
}

/** From sending to the last reply, an error or the time-out. In single-request mode the second query follows the first reply. */
async function oneRound(visit: Visit, openedSocket: UdpSocket): Promise<Round> {
  const { process, exchange } = visit;
  const { clock } = process.world;
  let socket = openedSocket;
  const finish = clock.now() + seconds(visit) * 1000;
  visit.received1 = false;
  visit.received2 = exchange.second === undefined;
  if (!(await send(visit, socket, exchange.first))) return failed(visit);
  if (exchange.second !== undefined && !visit.singleRequest && !(await send(visit, socket, exchange.second))) return failed(visit);
  for (;;) {
    // poll counts whole milliseconds.
    const event = await socket.next(clock.now() + Math.floor(finish - clock.now()));
    if (event.kind === 'timeout') return timedOut(visit);
    process.errno = 'none';
    if (event.kind === 'error') return failed(visit, event.errno);
    const verdict = judge(visit, event.bytes);
    if (typeof verdict !== 'string' || verdict === 'next-server') return verdict;
    if (verdict === 'second-query' && exchange.second !== undefined) {
      if (visit.singleRequestReopen) {
        closeSockets(process);
        const reopened = await openSocket(visit);
        if (reopened === 'give-up' || reopened === 'next-server') return reopened;
        socket = reopened;
      }
      if (finish <= clock.now()) return failed(visit);
      if (!(await send(visit, socket, exchange.second))) return failed(visit);
    }
    if (finish <= clock.now()) return failed(visit);
  }
}

async function send({ address }: Visit, socket: UdpSocket, query: Query): Promise<boolean> {
  return (await socket.send({ address, port: 53 }, query.bytes)) === undefined;
}

/** `close_and_return_error`. */
function failed(visit: Visit, errno?: string): 'next-server' {
  note(visit.process, { what: 'server-failed', server: visit.address, ...(errno !== undefined && { detail: errno }) });
  closeSockets(visit.process);
  return 'next-server';
}

function timedOut(visit: Visit): Round {
  const { process, exchange } = visit;
  // One of two replies came: many servers and firewalls mishandle two outstanding queries from one port, so ask one at a time.
  if (visit.length > 1 && (visit.received1 || (exchange.second !== undefined && visit.received2))) {
    if (!visit.singleRequest) {
      visit.singleRequest = true;
      downgrade(process, 'singleRequest');
      return 'again';
    }
    if (!visit.singleRequestReopen) {
      visit.singleRequestReopen = true;
      downgrade(process, 'singleRequestReopen');
      closeSockets(process);
      return 'again';
    }
    note(process, { what: 'half-unanswered', server: visit.address });
    return { length: visit.length, length2: 1 };
  }
  note(process, { what: 'timed-out', server: visit.address, transport: 'udp' });
  exchange.gotSomewhere = true;
  return 'next-server';
}

function downgrade(process: GlibcProcess, option: 'singleRequest' | 'singleRequestReopen'): void {
  note(process, { what: option === 'singleRequest' ? 'downgraded-to-single-request' : 'downgraded-to-single-request-reopen' });
  process.options[option] = true;
  if (!process.switches.downgradeKeepsOptions) process.optionsTouched = true;
}

/** What to do about one datagram: use it, wait on, ask the second query, or leave the server. */
function judge(visit: Visit, datagram: Uint8Array): ServerResult | 'wait' | 'second-query' {
  const { exchange, process } = visit;
  const { switches } = process;
  const paired = exchange.second !== undefined;
  const buffer = paired && (visit.received1 || visit.received2) ? exchange.replies2 : exchange.replies;
  if (datagram.length === 0) return failed(visit);
  receiveInto(buffer, datagram);
  if (buffer === exchange.replies) visit.length = buffer.length;
  exchange.gotSomewhere = true;
  if (buffer.length < 12) return failed(visit);
  const rcode = rcodeOf(buffer.storage);
  const isError = rcode === rcodes.servFail || rcode === rcodes.notImp || rcode === rcodes.refused;
  const matching = matchingQuery(visit, buffer, isError);
  if (matching === undefined) return 'wait';
  if (switches.formerrWithEdnsFails && rcode === rcodes.formErr && process.options.edns0) {
    process.ednsRefused = true;
    return failed(visit);
  }
  const lame = rcode === rcodes.noError && answerCount(buffer.storage) === 0 && isBareReferral(buffer.storage);
  if (isError || lame) {
    note(process, { what: lame ? 'lame-reply' : 'error-reply', server: visit.address, type: typeOf(visit, matching), rcode });
    return afterBadReply(visit, matching, lame);
  }
  if ((buffer.storage[2] ?? 0) & 2) {
    note(process, { what: 'truncated', server: visit.address, type: typeOf(visit, matching) });
    exchange.useTcp = true;
    closeSockets(process);
    return 'next-server';
  }
  if (matching === 1) visit.received1 = true;
  else visit.received2 = true;
  if (!(visit.received1 && visit.received2)) return visit.singleRequest ? 'second-query' : 'wait';
  return { length: visit.length, length2: paired ? exchange.replies2.length : 0 };
}

function typeOf(visit: Visit, matching: 1 | 2): string {
  return (matching === 1 ? visit.exchange.first : visit.exchange.second)?.type === 28 ? 'AAAA' : 'A';
}

/** No AA, no RA, nothing in the additional section: a referral instead of an answer. */
function isBareReferral(storage: Uint8Array): boolean {
  return ((storage[2] ?? 0) & 4) === 0 && ((storage[3] ?? 0) & 0x80) === 0 && u16(storage, 10) === 0;
}

/** Which of the open queries a datagram answers. */
function matchingQuery(visit: Visit, buffer: AnswerBuffer, isError: boolean): 1 | 2 | undefined {
  const { first, second } = visit.exchange;
  const { storage, capacity, length } = buffer;
  const id = u16(storage, 0);
  const { switches } = visit.process;
  const open1 = !visit.received1;
  const open2 = !visit.received2 && second !== undefined;
  if (!switches.matchesIdWithQuestion) {
    if (!(open1 && first.id === id) && !(open2 && second.id === id)) return undefined;
    if (switches.formerrWithEdnsFails && rcodeOf(storage) === rcodes.formErr && visit.process.options.edns0) return 1;
    if (!(open1 && questionMatches(first, storage, capacity)) && !(open2 && questionMatches(second, storage, capacity))) return undefined;
    return open1 && first.id === id ? 1 : 2;
  }
  const skipQuestion = switches.shortErrors && length === 12 && u16(storage, 4) === 0 && isError;
  let matching: 1 | 2 | undefined;
  if (open1 && first.id === id && (skipQuestion || questionMatches(first, storage, capacity))) matching = 1;
  if (open2 && second.id === id && (skipQuestion || questionMatches(second, storage, capacity))) matching = 2;
  return matching;
}

/** SERVFAIL, NOTIMP, REFUSED or lame: the other half is used alone, waited for, or the server is left. */
function afterBadReply(visit: Visit, matching: 1 | 2, lame: boolean): ServerResult | 'wait' {
  const { exchange, process } = visit;
  const paired = exchange.second !== undefined;
  if (process.options.strictError) return failed(visit);
  if (lame && !process.switches.badHalfKeepsOther) {
    closeSockets(process);
    // The length of the second reply is not reset: what came first is lost and the lame half stands for both.
    return visit.received1 || (paired && visit.received2) ? { length: 0, length2: exchange.replies2.length } : 'next-server';
  }
  if (visit.received1 || (paired && visit.received2)) return { length: visit.length, length2: 0 };
  if (!paired || (visit.singleRequest && process.switches.singleRequestErrorEnds)) return failed(visit);
  visit.length = 0;
  if (matching === 1) visit.received1 = true;
  else visit.received2 = true;
  return 'wait';
}
