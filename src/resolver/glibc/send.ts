import type { AnswerBuffer } from './answer-buffer.ts';
import type { Query } from './packet.ts';
import type { GlibcProcess } from './process.ts';
import { closeSockets, note } from './process.ts';
import type { ResolvConf } from './resolv-conf.ts';
import { sendDatagrams } from './send-datagrams.ts';
import { sendStream } from './send-stream.ts';

/** The query or the pair of queries, and where the replies go. Replies are stored in order of arrival. */
export interface Exchange {
  readonly conf: ResolvConf;
  readonly first: Query;
  readonly second: Query | undefined;
  readonly replies: AnswerBuffer;
  /** Second reply of a pair. */
  readonly replies2: AnswerBuffer;
  useTcp: boolean;
  /** Something came back, so that giving up is ETIMEDOUT and not ECONNREFUSED. */
  gotSomewhere: boolean;
  streamErrno: string;
}

/**
 * What one server gave: lengths of the first and of the second reply, either may be 0, or 1 for a second one that never came.
 * `next-server` when there is nothing to use, `give-up` when the call fails as a whole.
 */
export type ServerResult = { readonly length: number; readonly length2: number } | 'next-server' | 'give-up';

/** `__res_context_send`: servers in order, `attempts` rounds over UDP, one over TCP. False with `errno` set when nothing was got. */
export async function sendQueries(process: GlibcProcess, exchange: Exchange): Promise<{ length: number; length2: number } | undefined> {
  const { conf } = exchange;
  exchange.useTcp = process.options.useVc || exchange.first.bytes.length > 512 || (exchange.second?.bytes.length ?? 0) > 512;
  exchange.gotSomewhere = false;
  exchange.streamErrno = 'ETIMEDOUT';
  const count = conf.nameservers.length;
  const offset = serverOffset(process, count);
  for (let round = 0; round < conf.attempts; round += 1) {
    for (let shift = 0; shift < count; shift += 1) {
      const server = (shift + offset) % count;
      let result: ServerResult = 'next-server';
      if (!exchange.useTcp) result = await sendDatagrams(process, exchange, server);
      // A truncated reply sets `useTcp`: the same server again, and no further round.
      if (result === 'next-server' && exchange.useTcp) {
        round = conf.attempts;
        result = await sendStream(process, exchange, server);
      }
      if (result === 'give-up') return undefined;
      if (result === 'next-server' || (result.length === 0 && (exchange.second === undefined || result.length2 === 0))) continue;
      closeSockets(process);
      return result;
    }
  }
  closeSockets(process);
  if (exchange.useTcp) process.errno = exchange.streamErrno;
  else process.errno = exchange.gotSomewhere ? 'ETIMEDOUT' : 'ECONNREFUSED';
  note(process, { what: 'no-server-answered', detail: process.errno });
  return undefined;
}

/**
 * `rotate`. The real starting point is random since 2.26; here it is the first server, so that a prediction can be repeated. Before,
 * the list is moved by one before every query.
 */
function serverOffset(process: GlibcProcess, count: number): number {
  if (!process.options.rotate || count <= 1) return 0;
  const sent = process.queriesSent;
  process.queriesSent += 1;
  return (process.switches.rotateByOffset ? sent : sent + 1) % count;
}
