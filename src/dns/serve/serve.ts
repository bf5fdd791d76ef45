import { BasewiseError } from '../../errors.ts';
import type { Behaviour, SeenQuery } from './behaviour.ts';
import type { Upstream } from './forward.ts';
import { serveTcp } from './serve-tcp.ts';
import { serveUdp } from './serve-udp.ts';

export interface Listening {
  /** Closes every socket and forgets what was still to be sent. */
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly onQuery: (seen: SeenQuery) => void;
  readonly upstream?: Upstream;
}

/** One part of a server: closes its sockets. */
export type Closer = () => Promise<void> | void;

/** Real UDP and TCP servers that behave as told. BasewiseError `cannot-listen` when an address cannot be had; then nothing is left open. */
export async function serve(behaviours: readonly Behaviour[], options: ServeOptions): Promise<Listening> {
  const closers: Closer[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(closers.splice(0).map((closer) => closer()));
  };
  try {
    for (const behaviour of behaviours) {
      if (behaviour.udp) closers.push(await serveUdp(behaviour, options));
      closers.push(await serveTcp(behaviour, options));
    }
  } catch (error) {
    await close();
    throw cannotListen(error);
  }
  return { close };
}

function cannotListen(error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return error;
  const privileged = error.code === 'EACCES';
  return new BasewiseError('cannot-listen', `cannot listen: ${error.message}`, {
    cause: error,
    hint: privileged
      ? 'ports below 1024 need root; --listen 127.0.0.1:5353 serves tools that take a port'
      : 'choose another address with --listen',
  });
}
