import { FormatError } from '../../formats/format-error.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import type { Entry } from '../../tree/tree.ts';
import { readFile } from '../read-file.ts';

/** What came of one database file: `value` is null when it could not be read, with the reason in `unknown`. */
export interface Kept<Value> {
  readonly entry: Entry;
  readonly value: Value | null;
  readonly unknown: readonly { readonly what: string; readonly why: string }[];
}

/** Null when there is no such file. A parser's FormatError becomes an `unknown` with the path; everything else it throws is a bug and passes. */
export function parseKept<Value>(rootfs: Rootfs, path: string, limit: number, parse: (bytes: Uint8Array) => Value): Kept<Value> | null {
  const file = readFile(rootfs, path, limit);
  if (file.kind === 'absent') return null;
  if (file.kind === 'unread') {
    const found = rootfs.tree.lookup(file.path);
    return found.ok ? { entry: found.entry, value: null, unknown: [{ what: path, why: file.why }] } : null;
  }
  try {
    return { entry: file.entry, value: parse(file.bytes), unknown: [] };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { entry: file.entry, value: null, unknown: [{ what: path, why: `${error.code}: ${error.message}` }] };
  }
}
