import type { LegacyChannel, LegacyQuery, LegacyServer } from './legacy-channel.ts';
import { framed } from './query-packet.ts';

const dnsPort = 53;

/** `ares__close_sockets`: what was not sent is forgotten. */
export function closeSockets(channel: LegacyChannel, server: LegacyServer): void {
  server.unsent.clear();
  server.pending = new Uint8Array(0);
  server.broken = false;
  server.connected = false;
  server.udp?.close();
  server.udp = undefined;
  if (server.tcp === undefined) return;
  server.tcp.close();
  server.tcp = undefined;
  server.generation = channel.generation += 1;
}

export async function sendOverUdp(channel: LegacyChannel, server: LegacyServer, query: LegacyQuery): Promise<boolean> {
  const peer = { address: server.address, port: dnsPort };
  if (server.udp === undefined) {
    const socket = await channel.world.network.udp({ family: server.address.includes(':') ? 'inet6' : 'inet', connect: peer });
    if (typeof socket === 'string') return false;
    server.udp = socket;
  }
  return (await server.udp.send(peer, query.message)) === undefined;
}

export async function sendOverTcp(channel: LegacyChannel, server: LegacyServer, query: LegacyQuery): Promise<boolean> {
  if (server.tcp === undefined) {
    const connection = await channel.world.network.tcp({ address: server.address, port: dnsPort });
    if (typeof connection === 'string') return false;
    server.tcp = connection;
    server.connected = false;
    server.pending = new Uint8Array(0);
    server.generation = channel.generation += 1;
  }
  server.unsent.add(query);
  query.generations.set(server, server.generation);
  if (server.connected) await flush(server);
  return true;
}

/** Sends what waited for the connection to open. */
export async function flush(server: LegacyServer): Promise<void> {
  for (const query of server.unsent) {
    server.unsent.delete(query);
    await server.tcp?.write(framed(query.message));
  }
}
