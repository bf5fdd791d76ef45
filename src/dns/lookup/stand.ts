import type { ByteText } from '../../formats/wire/byte-text.ts';
import { formatIp, parseIp } from '../../formats/wire/ip-address.ts';
import type { ConfigurationFile } from '../../resolver/client.ts';

export interface ServerPlace {
  readonly address: string;
  readonly port: number;
}

/** What clients read, and whom they may ask. */
export interface Stand {
  readonly files: Partial<Readonly<Record<ConfigurationFile, ByteText>>>;
  /** By address, with the port that is meant where a client asks for 53. */
  readonly servers: ReadonlyMap<string, number>;
}

/**
 * Where a lookup stands. With `servers` given they take the place of the `nameserver` lines, and nobody else is asked; without, whoever
 * resolv.conf names, or 127.0.0.1 when it names nobody, as every client does.
 */
export function standAt(files: Stand['files'], servers: readonly ServerPlace[]): Stand {
  const text = files['resolv.conf'] ?? '';
  if (servers.length === 0) {
    const named = namedServers(text);
    return { files, servers: new Map((named.length === 0 ? ['127.0.0.1'] : named).map((address) => [address, 53])) };
  }
  const others = text.split('\n').filter((line) => !/^\s*nameserver\b/.test(line));
  const lines = servers.map(({ address }) => `nameserver ${address}`);
  return {
    files: { ...files, 'resolv.conf': `${[...lines, ...others].join('\n').trimEnd()}\n` },
    servers: new Map(servers.map(({ address, port }) => [address, port])),
  };
}

/** Addresses on `nameserver` lines as any client might read them: indented, several in a line, in brackets. */
function namedServers(text: ByteText): string[] {
  const found = new Set<string>();
  for (const line of text.split('\n')) {
    const value = /^[\t-\r ]*nameserver[\t-\r ]+(.*)$/.exec(line)?.[1] ?? '';
    for (const word of value.split(/[\t-\r ,]+/)) {
      const literal = /^\[([^\]]+)\]/.exec(word)?.[1] ?? word;
      const bytes = parseIp(literal);
      if (bytes === undefined) continue;
      const zone = literal.indexOf('%');
      found.add(formatIp(bytes) + (zone === -1 ? '' : literal.slice(zone)));
    }
  }
  return [...found];
}
