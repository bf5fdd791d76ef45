import { readFileSync } from 'node:fs';
import type { ServerPlace } from '../dns/lookup/stand.ts';
import { BasewiseError } from '../errors.ts';
import type { ByteText } from '../formats/wire/byte-text.ts';
import { formatIp, parseIp } from '../formats/wire/ip-address.ts';
import type { ConfigurationFile } from '../resolver/client.ts';

const largestFile = 4 * 1024 * 1024;
const names: readonly ConfigurationFile[] = ['resolv.conf', 'hosts', 'nsswitch.conf', 'gai.conf', 'host.conf', 'services'];

/** What resolvers on this machine read. */
export function machineFiles(): Partial<Record<ConfigurationFile, ByteText>> {
  const files: Partial<Record<ConfigurationFile, ByteText>> = {};
  for (const name of names) {
    try {
      files[name] = readFileSync(`/etc/${name}`, 'latin1');
    } catch {
      // A file that is not there, or not readable, is one that the client does not have either.
    }
  }
  return files;
}

/** A file the user named; BasewiseError when it cannot be read. */
export function readNamedFile(path: string): ByteText {
  let text: ByteText;
  try {
    text = readFileSync(path, 'latin1');
  } catch (error) {
    throw new BasewiseError('unreadable', 'cannot be read', { path, cause: error });
  }
  if (text.length > largestFile) throw new BasewiseError('too-large', `larger than ${largestFile} bytes`, { path });
  return text;
}

/** `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1`, `[2001:db8::1]:5353`. */
export function serverPlaces(texts: readonly string[]): readonly ServerPlace[] {
  return texts.map((text) => {
    const parts = /^\[([^\]]+)\](?::(\d+))?$/.exec(text) ?? /^([^:]+):(\d+)$/.exec(text) ?? [text, text];
    const bytes = parseIp(parts[1] ?? '');
    const port = Number(parts[2] ?? 53);
    if (bytes === undefined || port < 1 || port > 65_535)
      throw new BasewiseError('bad-usage', `--server "${text}" is no address with an optional port`);
    return { address: formatIp(bytes), port };
  });
}
