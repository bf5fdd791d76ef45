import { loadLibrary } from './load-library.ts';
import { LoadStop } from '../stop.ts';
import type { Dso, MuslProcess } from './musl-process.ts';

/** load_deps: breadth first along the chain from `first`; a missing library is reported and the rest still looked for. */
export function loadDependencies(process: MuslProcess, first: Dso): void {
  if (first.deps !== null) return;
  for (let at = process.chain.indexOf(first); at < process.chain.length; at++) {
    const dso = process.chain[at];
    if (dso !== undefined && dso.deps === null) loadDirect(process, dso);
  }
}

function loadDirect(process: MuslProcess, dso: Dso): void {
  const deps: Dso[] = [];
  for (const name of dso.object.elf.dynamic?.needed ?? []) {
    const dep = loadLibrary(process, name, dso);
    if (dep !== null) {
      deps.push(dep);
      continue;
    }
    process.facts.push({ kind: 'musl-library', name, errno: process.errno, neededBy: dso.name });
    if (process.runtime) throw new LoadStop(null);
  }
  dso.deps = deps;
}

/** extend_bfs_deps: everything below `dso`, breadth first, each once. */
export function allDependencies(dso: Dso): readonly Dso[] {
  const list = [...(dso.deps ?? [])];
  const seen = new Set(list);
  for (let i = 0; i < list.length; i++) {
    for (const dep of list[i]?.deps ?? []) {
      if (seen.has(dep)) continue;
      seen.add(dep);
      list.push(dep);
    }
  }
  return list;
}
