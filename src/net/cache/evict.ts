import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

interface Stored {
  readonly path: string;
  readonly bytes: number;
  readonly used: number;
}

/**
 * Removes the entries that were not used for longest until the rest takes at most `mostBytes`, and what writers left half done an hour ago. Another process may do the same at
 * the same time: a file that is gone already is as good as removed. Never throws.
 */
export function evict(folder: string, kinds: readonly string[], mostBytes: number): void {
  const stored = storedIn(folder, kinds);
  const old = Date.now() - HALF_DONE;
  let bytes = 0;
  for (const each of stored.toSorted((a, b) => b.used - a.used)) {
    if (each.path.endsWith('.half')) {
      if (each.used < old) remove(each.path);
      continue;
    }
    bytes += each.bytes;
    if (bytes > mostBytes) remove(each.path);
  }
}

const HALF_DONE = 60 * 60 * 1000;
/** `KIND/DIGEST`, maybe with what `openDiskCache` appends while it writes. */
const ENTRY = /^[0-9a-f]{64}(?:\.[0-9a-f-]{36}\.half)?$/;

function storedIn(folder: string, kinds: readonly string[]): readonly Stored[] {
  return kinds.flatMap((kind) =>
    namesIn(join(folder, kind))
      .filter((name) => ENTRY.test(name))
      .flatMap((name) => {
        const path = join(folder, kind, name);
        const stat = statSync(path, { throwIfNoEntry: false });
        return stat?.isFile() === true ? [{ path, bytes: stat.size, used: stat.mtimeMs }] : [];
      }),
  );
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Somebody else's: the bound is kept by whoever may.
  }
}
