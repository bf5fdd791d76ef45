import type { Client, ConfigurationFile, LookupRequest } from '../../resolver/client.ts';
import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { Answer, Outcome } from '../../resolver/outcome.ts';
import { createLiveClock } from './live-clock.ts';
import { createLiveNetwork } from './live-network.ts';

/** Where a live lookup stands: what the client would read, and whom it may ask. */
export interface LiveStand {
  readonly files: Partial<Readonly<Record<ConfigurationFile, ByteText>>>;
  readonly env: Readonly<Record<string, string>>;
  readonly hostname: string;
  readonly nssModules?: readonly string[];
  /** Addresses that may be asked, each with its real port (53 as a rule): what the user's configuration names, and nobody else. */
  readonly servers: ReadonlyMap<string, number>;
}

/** One lookup as a client would do it, on the real network, up to a limit after which it counts as `hang`. */
export async function lookUpLive(client: Client, request: LookupRequest, stand: LiveStand, limitMs: number): Promise<Outcome> {
  const clock = createLiveClock();
  const live = createLiveNetwork(clock, stand.servers);
  const lookup = client.start({
    network: live.network,
    clock,
    readFile: (name) => stand.files[name],
    env: stand.env,
    hostname: stand.hostname,
    nssModules: stand.nssModules,
  });
  const limit = Promise.withResolvers<Answer>();
  const timer = clock.schedule(limitMs, () => limit.resolve({ result: 'hang', class: 'hang', addresses: [] }));
  try {
    const answer = await Promise.race([lookup(request), limit.promise]);
    const packets = live.packets.map((packet) => ({ ...packet, atMs: Math.round(packet.atMs) }));
    return { ...answer, elapsedMs: Math.round(clock.now()), packets };
  } finally {
    timer.cancel();
    live.close();
  }
}
