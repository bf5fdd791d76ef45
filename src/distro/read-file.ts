import type { Rootfs } from '../tree/rootfs.ts';
import type { Entry } from '../tree/tree.ts';

export type ReadFile =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly entry: Entry }
  | { readonly kind: 'absent' }
  /** The file is there and its content is not at hand. */
  | { readonly kind: 'unread'; readonly path: string; readonly why: string };

/** The whole content of the file that `path` leads to, at most `limit` bytes; anything but a regular file is absent. */
export function readFile(rootfs: Rootfs, path: string, limit: number): ReadFile {
  const found = rootfs.tree.lookup(path);
  if (!found.ok || found.entry.type !== 'file') return { kind: 'absent' };
  const entry = found.entry;
  if (entry.size > limit)
    return { kind: 'unread', path: entry.path, why: `${entry.size} bytes, more than the ${limit} that are read of it` };
  const bytes = entry.size === 0 ? new Uint8Array() : rootfs.bytes.read(entry.identity, 0, entry.size);
  if (bytes !== null && bytes.length === entry.size) return { kind: 'bytes', bytes, entry };
  const why = rootfs.unread.find((each) => each.identity === entry.identity)?.why ?? 'its content was not kept';
  return { kind: 'unread', path: entry.path, why };
}

/** The same as text: UTF-8, odd bytes replaced; null when absent or unread. */
export function readText(rootfs: Rootfs, path: string, limit: number): string | null {
  const file = readFile(rootfs, path, limit);
  return file.kind === 'bytes' ? new TextDecoder().decode(file.bytes) : null;
}
