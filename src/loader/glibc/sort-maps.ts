import type { LinkMap } from './glibc-process.ts';

/** _dl_sort_maps: dependencies behind those who need them. `first` stays in front. */
export function sortMaps(maps: readonly LinkMap[], depthFirst: boolean, keepFirst: boolean): LinkMap[] {
  if (!depthFirst) return keepFirst ? [...maps.slice(0, 1), ...sortOriginal(maps.slice(1))] : sortOriginal(maps);
  const sorted = sortDepthFirst(maps);
  const first = maps[0];
  if (!keepFirst || first === undefined || sorted[0] === first) return sorted;
  return [first, ...sorted.filter((map) => map !== first)];
}

/** _dl_sort_maps_dfs (2.35 and later): reverse postorder, beginning with the last object. The program is never walked into from below. */
function sortDepthFirst(maps: readonly LinkMap[]): LinkMap[] {
  const visited = new Set<LinkMap>();
  const postorder: LinkMap[] = [];
  for (let i = maps.length - 1; i >= 0; i--) {
    const root = maps[i];
    if (root === undefined || visited.has(root)) continue;
    visited.add(root);
    const stack = [{ map: root, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const dependency = top.map.initfini?.[top.next++];
      if (dependency === undefined) {
        postorder.push(top.map);
        stack.pop();
      } else if (!visited.has(dependency) && dependency.type !== 'executable') {
        visited.add(dependency);
        stack.push({ map: dependency, next: 0 });
      }
    }
  }
  const wanted = new Set(maps);
  return postorder.reverse().filter((map) => wanted.has(map));
}

/**
 * _dl_sort_maps of 2.34 and earlier: each object moves behind the last one that depends on it; one that was looked at too often
 * (a cycle) stays.
 */
function sortOriginal(list: readonly LinkMap[]): LinkMap[] {
  const maps = [...list];
  const count = maps.length;
  if (count <= 1) return maps;
  const seen = new Uint16Array(count);
  for (let i = 0; i < count;) {
    seen[i] = (seen[i] ?? 0) + 1;
    const map = maps[i];
    const behind = map === undefined ? -1 : lastDependent(maps, map, i);
    if (map === undefined || behind < 0) {
      i++;
      seen.fill(0, i);
      continue;
    }
    maps.copyWithin(i, i + 1, behind + 1);
    maps[behind] = map;
    if ((seen[i + 1] ?? 0) > count - i) {
      i++;
      seen.fill(0, i);
      continue;
    }
    const mine = seen[i] ?? 0;
    seen.copyWithin(i, i + 1, behind + 1);
    seen[behind] = mine;
  }
  return maps;
}

function lastDependent(maps: readonly LinkMap[], map: LinkMap, from: number): number {
  for (let k = maps.length - 1; k > from; k--) if (maps[k]?.initfini?.includes(map) === true) return k;
  return -1;
}
