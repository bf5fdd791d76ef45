import type { TcpConnection } from '../network.ts';
import { receiveInto } from './answer-buffer.ts';
import { u16 } from './packet.ts';
import type { GlibcProcess } from './process.ts';
import { note } from './process.ts';
import type { Exchange, ServerResult } from './send.ts';

const resetBeforeReply = 'reset before a reply';

/** `send_vc`: both queries over one connection, without any time-out. */
export async function sendStream(process: GlibcProcess, exchange: Exchange, server: number): Promise<ServerResult> {
  const address = exchange.conf.nameservers[server] ?? '127.0.0.1';
  // A connection that is reset is tried once more.
  for (let resets = 0; ; resets += 1) {
    const result = await oneConnection(process, exchange, address);
    if (typeof result !== 'string') return result;
    const errno = result === resetBeforeReply ? 'ECONNRESET' : result;
    exchange.streamErrno = errno;
    process.errno = errno;
    note(process, { what: 'tcp-failed', server: address, transport: 'tcp', detail: errno === 'none' ? 'closed' : errno });
    if (errno === 'EAFNOSUPPORT') return 'give-up';
    if (result !== resetBeforeReply || resets > 0) return 'next-server';
  }
}

/** The replies, or the value of errno: `none` when the server closed the connection. */
async function oneConnection(process: GlibcProcess, exchange: Exchange, address: string): Promise<ServerResult | string> {
  const { first, second } = exchange;
  process.errno = 'none';
  const connection = await process.world.network.tcp({ address, port: 53 });
  if (typeof connection === 'string') return connection;
  try {
    const opened = await connection.read(Infinity);
    if (opened.kind === 'error') return opened.errno;
    const errno = await connection.write(framed(second === undefined ? [first.bytes] : [first.bytes, second.bytes]));
    if (errno !== undefined) return errno;
    const stream = new StreamReader(connection);
    let received1 = false;
    let received2 = second === undefined;
    let length = 0;
    for (;;) {
      const head = await stream.read(2);
      if (typeof head === 'string') return head === 'ECONNRESET' ? resetBeforeReply : head;
      const size = u16(head, 0);
      if (size < 12) return 'EMSGSIZE';
      const message = await stream.read(size);
      if (typeof message === 'string') return message;
      const buffer = second !== undefined && (received1 || received2) ? exchange.replies2 : exchange.replies;
      receiveInto(buffer, message);
      if (buffer === exchange.replies) length = buffer.length;
      const id = u16(message, 0);
      if (!received1 && id === first.id) received1 = true;
      else if (!received2 && second !== undefined && id === second.id) received2 = true;
      else continue;
      if (received1 && received2) return { length, length2: second === undefined ? 0 : exchange.replies2.length };
    }
  } finally {
    connection.close();
  }
}

function framed(messages: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(messages.reduce((sum, message) => sum + message.length + 2, 0));
  let offset = 0;
  for (const message of messages) {
    bytes[offset] = message.length >> 8;
    bytes[offset + 1] = message.length & 0xff;
    bytes.set(message, offset + 2);
    offset += message.length + 2;
  }
  return bytes;
}

/** `read` until so many bytes are there. */
class StreamReader {
  readonly #connection: TcpConnection;
  #pending: Uint8Array = new Uint8Array(0);

  constructor(connection: TcpConnection) {
    this.#connection = connection;
  }

  /** The bytes, or errno: `none` at the end of the stream. */
  async read(count: number): Promise<Uint8Array | string> {
    while (this.#pending.length < count) {
      const event = await this.#connection.read(Infinity);
      if (event.kind === 'error') return event.errno;
      if (event.kind === 'end') return 'none';
      if (event.kind !== 'data') continue;
      const joined = new Uint8Array(this.#pending.length + event.bytes.length);
      joined.set(this.#pending);
      joined.set(event.bytes, this.#pending.length);
      this.#pending = joined;
    }
    const bytes = this.#pending.subarray(0, count);
    this.#pending = this.#pending.subarray(count);
    return bytes;
  }
}
