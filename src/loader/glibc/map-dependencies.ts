import { displayName, GlibcSignal, type GlibcProcess, type LinkMap } from './glibc-process.ts';
import { findObject } from './find-object.ts';
import { sortMaps } from './sort-maps.ts';
import { expandTokens } from './tokens.ts';

/** _dl_map_object_deps: everything below `root`, breadth first; sets its searchlist and the sorted initfini. Throws GlibcSignal for the first that is missing. */
export function mapDependencies(process: GlibcProcess, root: LinkMap, preloads: readonly LinkMap[]): void {
  const list: LinkMap[] = [root, ...preloads];
  const listed = new Set(list);
  const done = new Set<LinkMap>();
  for (let i = 0; i < list.length; i++) {
    const map = list[i];
    if (map === undefined || done.has(map)) continue;
    done.add(map);
    i = handle(process, root, map, i, list, listed);
  }
  root.searchlist = list;
  const rest = list.filter((map) => map !== root);
  root.initfini = sortMaps([root, ...rest], process.loader.capabilities.depthFirstSort !== false, true);
}

/** The dependencies of one object; the position to go on from, since filter libraries move in front of who names them. */
function handle(process: GlibcProcess, root: LinkMap, map: LinkMap, at: number, list: LinkMap[], listed: Set<LinkMap>): number {
  const { dynamic } = map.object.elf;
  const needed: LinkMap[] = [];
  let position = at;
  for (const { kind, name } of dynamicNames(map)) {
    const expanded = expandDependency(process, map, name);
    if (kind === 'needed') {
      const dependency = ask(process, map, expanded);
      if (!listed.has(dependency)) {
        listed.add(dependency);
        list.push(dependency);
      }
      needed.push(dependency);
      continue;
    }
    const filtee = askFiltee(process, map, expanded, kind);
    if (filtee === null) continue;
    needed.push(filtee);
    const known = list.indexOf(filtee);
    if (known >= 0 && known < position) continue;
    if (known > position) list.splice(known, 1);
    listed.add(filtee);
    list.splice(position, 0, filtee);
    position++;
  }
  if (map.initfini === null && map !== root && dynamic !== undefined) map.initfini = [map, ...needed];
  // Filtees in front have not been handled yet; those that were are passed over.
  return position === at ? at : at - 1;
}

interface Dependency {
  readonly kind: 'needed' | 'auxiliary' | 'filter';
  readonly name: string;
}

/** DT_NEEDED, DT_AUXILIARY and DT_FILTER; filters are named before what is needed in every link editor's output. */
function dynamicNames(map: LinkMap): readonly Dependency[] {
  const { dynamic } = map.object.elf;
  if (dynamic === undefined) return [];
  return [
    ...dynamic.filter.map((name) => ({ kind: 'filter', name }) as const),
    ...dynamic.auxiliary.map((name) => ({ kind: 'auxiliary', name }) as const),
    ...dynamic.needed.map((name) => ({ kind: 'needed', name }) as const),
  ];
}

function expandDependency(process: GlibcProcess, map: LinkMap, name: string): string {
  if (!name.includes('$')) return name;
  const expanded = expandTokens(process, map, name);
  if (expanded !== '') return expanded;
  throw new GlibcSignal({ kind: 'glibc-file', object: displayName(process, map), reason: 'empty dynamic string token substitution' });
}

function ask(process: GlibcProcess, map: LinkMap, name: string): LinkMap {
  return findObject(process, { name, requester: map, loader: map, type: map.type === 'executable' ? 'library' : map.type });
}

function askFiltee(process: GlibcProcess, map: LinkMap, name: string, kind: 'auxiliary' | 'filter'): LinkMap | null {
  try {
    return ask(process, map, name);
  } catch (error) {
    if (kind === 'auxiliary' && error instanceof GlibcSignal) return null;
    throw error;
  }
}
