import { createSocket } from 'node:dgram';
import { connect } from 'node:net';

/** The server that gets the queries which no fault concerns. */
export interface Upstream {
  /** Its reply to a query, undefined when none comes in time. */
  overUdp(query: Uint8Array): Promise<Uint8Array | undefined>;
  overTcp(query: Uint8Array): Promise<Uint8Array | undefined>;
}

const patienceMs = 5000;
const mostAtOnce = 500;

export function createUpstream(address: string, port: number): Upstream {
  let open = 0;
  const limited =
    (ask: (query: Uint8Array) => Promise<Uint8Array | undefined>) =>
    async (query: Uint8Array): Promise<Uint8Array | undefined> => {
      if (open >= mostAtOnce) return undefined;
      open += 1;
      try {
        return await ask(query);
      } finally {
        open -= 1;
      }
    };
  return { overUdp: limited((query) => askUdp(address, port, query)), overTcp: limited((query) => askTcp(address, port, query)) };
}

function askUdp(address: string, port: number, query: Uint8Array): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    const finish = (reply?: Uint8Array): void => {
      clearTimeout(timer);
      socket.removeAllListeners().close();
      resolve(reply);
    };
    const timer = setTimeout(finish, patienceMs);
    socket.on('error', () => finish());
    socket.on('message', (reply) => {
      if (reply[0] === query[0] && reply[1] === query[1]) finish(reply);
    });
    socket.connect(port, address, () => socket.send(query));
  });
}

function askTcp(address: string, port: number, query: Uint8Array): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    let inbound: Buffer = Buffer.alloc(0);
    const finish = (reply?: Uint8Array): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reply);
    };
    const timer = setTimeout(finish, patienceMs);
    socket.on('error', () => finish());
    socket.on('close', () => finish());
    socket.on('data', (bytes) => {
      inbound = Buffer.concat([inbound, bytes]);
      if (inbound.length >= 2 && inbound.length >= 2 + inbound.readUInt16BE(0)) finish(inbound.subarray(2, 2 + inbound.readUInt16BE(0)));
    });
    socket.write(Buffer.concat([Uint8Array.of(query.length >> 8, query.length & 0xff), query]));
  });
}
