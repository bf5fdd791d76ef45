import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { LayerSource } from '../../image/source.ts';
import { fileChunks } from '../reading/file-chunks.ts';

/** Digests of what is stored, each range of a file hashed once as long as the file stays what it was. */
export interface StoredDigests {
  /**
   * `sha256:…` (or by the algorithm of the layer's own digest) of the bytes as they are stored: of a local file by hashing them, of a registry's the digest that it
   * is asked for by and held to. Null where the bytes cannot be known without passing by.
   */
  of(layer: LayerSource): Promise<string | null>;
}

export function storedDigests(): StoredDigests {
  const known = new Map<string, Promise<string | null>>();
  return {
    async of({ digest, content }) {
      if (content.kind === 'absent') return null;
      if (content.kind === 'stream') return digest ?? null;
      const algorithm = digest?.split(':')[0] ?? 'sha256';
      const key = `${algorithm} ${stateOf(content.path)} ${content.offset} ${content.length}`;
      const hashed = known.get(key) ?? hash(content.path, content.offset, content.length, algorithm);
      known.set(key, hashed);
      return hashed;
    },
  };
}

/** What changes when a file's content does; it is never trusted beyond one run. */
function stateOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? path : [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(' ');
}

/** Null where the file cannot be read or ends too early: reading the layer says so better. */
async function hash(path: string, offset: number, length: number, algorithm: string): Promise<string | null> {
  const hash = createHash(algorithm);
  try {
    for await (const chunk of fileChunks(path, offset, length)) hash.update(chunk);
  } catch {
    return null;
  }
  return `${algorithm}:${hash.digest('hex')}`;
}
