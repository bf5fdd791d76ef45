import type { Trial } from '../load-result.ts';
import { checkVersions } from './check-versions.ts';
import { findObject } from './find-object.ts';
import { minorVersion, type GlibcProcess, type LinkMap } from './glibc-process.ts';
import { mapDependencies } from './map-dependencies.ts';
import { relocate } from './relocate.ts';
import { sortMaps } from './sort-maps.ts';

/** dl_open_worker: `file` opened by the program of `process`. Throws GlibcSignal at the first failure. */
export function dlopenGlibc(process: GlibcProcess, file: string, lazy: boolean): void {
  const root = findObject(process, { name: file, requester: process.main, loader: null, type: 'loaded' });
  if (root.searchlist !== null) return;
  mapDependencies(process, root, []);
  const list: readonly LinkMap[] = root.searchlist ?? [];
  for (const map of list) if (!map.versionsChecked) checkVersions(process, map);
  const global = process.main.searchlist ?? [];
  const scope = [...global, ...list.filter((map) => !global.includes(map))];
  for (const map of relocationOrder(process, root).reverse()) relocate(process, map, scope, lazy && process.lazy);
}

/** Since 2.32 the order of l_initfini; before, what is new in load order, sorted once more. */
function relocationOrder(process: GlibcProcess, root: LinkMap): LinkMap[] {
  const fresh = (maps: readonly LinkMap[]): LinkMap[] => maps.filter((map) => !map.relocated);
  if (minorVersion(process) >= 32) return fresh(root.initfini ?? []);
  return sortMaps(fresh(process.maps.slice(process.maps.indexOf(root))), false, false);
}

/** A copy that the call may change. */
export function forkGlibc(host: GlibcProcess, trail: Trial[] | null): GlibcProcess {
  const copies = new Map<LinkMap, LinkMap>();
  const copy = (map: LinkMap): LinkMap => {
    const known = copies.get(map);
    if (known !== undefined) return known;
    const fresh: LinkMap = { ...map, names: [...map.names], loader: map.loader === null ? null : copy(map.loader) };
    copies.set(map, fresh);
    return fresh;
  };
  const maps = host.maps.map(copy);
  for (const map of copies.values()) {
    map.initfini = map.initfini?.map(copy) ?? null;
    map.searchlist = map.searchlist?.map(copy) ?? null;
  }
  return { ...host, maps, main: copy(host.main), rtld: copy(host.rtld), facts: [], found: [], risks: [], doubts: [...host.doubts], trail };
}
