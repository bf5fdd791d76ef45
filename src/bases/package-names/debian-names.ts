import { brotliDecompressSync } from 'node:zlib';
import packed from '../../../data/debian-names.json' with { type: 'json' };

/**
 * Every name that apt can install from the main index of Debian 12 or 13, as of the day on which the table was made; undefined for other releases.
 * Unpacked once, when it is first asked for.
 */
export function debianNames(release: string): ReadonlySet<string> | undefined {
  const at = packed.releases.findIndex((each) => each.release === release);
  if (at === -1) return undefined;
  unpacked ??= unpack();
  return unpacked[at];
}

let unpacked: readonly ReadonlySet<string>[] | undefined;

function unpack(): readonly ReadonlySet<string>[] {
  const text = brotliDecompressSync(Buffer.from(packed.names, 'base64')).toString();
  const [both = [], ...own] = text.split('\n\n').map((block) => block.split('\n'));
  return own.map((names) => new Set([...both, ...names]));
}
