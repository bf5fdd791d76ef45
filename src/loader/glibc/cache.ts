import { FormatError } from '../../formats/format-error.ts';
import { readLdSoCache, type LdSoCacheEntry } from '../../formats/binary/ld-so-cache.ts';
import { LoadStop } from '../stop.ts';
import type { World } from '../world.ts';
import type { GlibcProcess } from './glibc-process.ts';

const FILE = '/etc/ld.so.cache';

/**
 * _dl_load_cache_lookup: the path that /etc/ld.so.cache has for `name`, or null. The best named hardware level that the baseline CPU has wins,
 * else the first entry without any.
 */
export function cacheLookup(process: GlibcProcess, name: string): string | null {
  const entries = cacheOf(process.world).get(name);
  if (entries === undefined) return null;
  const { machine } = process.loader;
  const usable = entries.filter((entry) => entry.flags === machine.cacheFlags || entry.flags === 1);
  const named = machine.hwcaps.map((level) => usable.find((entry) => entry.hwcapsLevel === level)).find((entry) => entry !== undefined);
  const best = named ?? usable.find((entry) => entry.hwcapsLevel === undefined && isPlain(entry.hwcap));
  return best?.path ?? null;
}

/** The old scheme: bit 63 is `tls`; a platform or hardware bit asks for more than the baseline. */
function isPlain(hwcap: bigint): boolean {
  return (hwcap & ~(1n << 63n)) === 0n;
}

function cacheOf(world: World): ReadonlyMap<string, readonly LdSoCacheEntry[]> {
  const known = world.memo.get('ld.so.cache') as ReadonlyMap<string, readonly LdSoCacheEntry[]> | undefined;
  if (known !== undefined) return known;
  const byName = new Map<string, LdSoCacheEntry[]>();
  for (const entry of read(world)) {
    const same = byName.get(entry.soname);
    if (same === undefined) byName.set(entry.soname, [entry]);
    else same.push(entry);
  }
  world.memo.set('ld.so.cache', byName);
  return byName;
}

function read(world: World): readonly LdSoCacheEntry[] {
  const opened = world.open(FILE, '/', 0);
  if ('errno' in opened || opened.entry.type !== 'file') return [];
  const bytes = world.content(opened.entry);
  if (bytes === null) throw new LoadStop('unknown', `${FILE} was not read`);
  try {
    return readLdSoCache(bytes).entries;
  } catch (error) {
    // The loader too goes on without a cache that it cannot read.
    if (error instanceof FormatError) return [];
    throw error;
  }
}
