import type { LoadRisk, Trial } from '../load-result.ts';
import { LoadStop } from '../stop.ts';
import { allDependencies, loadDependencies } from './load-dependencies.ts';
import { loadLibrary } from './load-library.ts';
import type { Dso, MuslProcess } from './musl-process.ts';
import { relocateAll } from './relocate.ts';

/** dlopen(file, RTLD_NOW or RTLD_LAZY) from the program of `host`, which stays as it was. Ends with LoadStop on the first failure. */
export function dlopenMusl(process: MuslProcess, file: string, lazy: boolean): void {
  const dso = loadLibrary(process, file, process.head);
  if (dso === null) {
    process.facts.push({ kind: 'musl-library', name: file, errno: process.errno });
    throw new LoadStop(null);
  }
  loadDependencies(process, dso);
  const below = allDependencies(dso);
  if (lazy && !dso.relocated && process.loader.capabilities.lazyDlopen !== false) {
    for (const each of [dso, ...below]) if (!each.relocated) each.lazy = each.object.elf.dynamic?.bindNow !== true;
  }
  const global = process.chain.slice(0, process.globalCount);
  const scope = [...new Set([...global, dso, ...below])];
  if (!dso.relocated) relocateAll(process, process.chain.slice(process.chain.indexOf(dso)), scope);
}

/** A copy that the call may change: objects refer to each other, so all of them are copied. */
export function forkMusl(host: MuslProcess, trail: Trial[] | null): MuslProcess {
  const copies = new Map<Dso, Dso>();
  const copy = (dso: Dso): Dso => {
    const known = copies.get(dso);
    if (known !== undefined) return known;
    const fresh: Dso = { ...dso, neededBy: dso.neededBy === null ? null : copy(dso.neededBy) };
    copies.set(dso, fresh);
    return fresh;
  };
  const chain = host.chain.map(copy);
  const ldso = copy(host.ldso);
  for (const dso of copies.values()) dso.deps = dso.deps?.map(copy) ?? null;
  const risks: LoadRisk[] = [];
  return { ...host, chain, ldso, head: copy(host.head), runtime: true, facts: [], found: [], risks, doubts: [...host.doubts], trail };
}
