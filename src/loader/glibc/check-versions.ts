import { displayName, GlibcSignal, hasName, type GlibcProcess, type LinkMap } from './glibc-process.ts';
import { LoadStop } from '../stop.ts';

/**
 * _dl_check_map_versions. At the start of a process every failure and warning is printed and `true` says that one was fatal; in dlopen the
 * first failure ends the call and warnings are silent.
 */
export function checkVersions(process: GlibcProcess, map: LinkMap): boolean {
  map.versionsChecked = true;
  const { elf } = map.object;
  let failed = false;
  for (const need of elf.versionNeeds) {
    const provider = process.maps.find((each) => hasName(each, need.file));
    if (provider === undefined) {
      process.facts.push({ kind: 'glibc-assertion', file: 'dl-version.c', where: '_dl_check_map_versions', assertion: 'needed != NULL' });
      throw new LoadStop(null);
    }
    for (const version of need.versions) if (!matches(process, map, provider, version)) failed = true;
  }
  checkRelr(process, map);
  return failed;
}

function matches(
  process: GlibcProcess,
  map: LinkMap,
  provider: LinkMap,
  version: { readonly name: string; readonly weak: boolean },
): boolean {
  const definitions = provider.object.elf.versionDefinitions;
  const object = displayName(process, provider);
  const requiredBy = displayName(process, map);
  if (definitions.length === 0) {
    if (process.phase === 'start') process.facts.push({ kind: 'glibc-unversioned', object, requiredBy });
    return true;
  }
  if (definitions.some((each) => each.name === version.name)) return true;
  const fact = { kind: 'glibc-version', object, version: version.name, requiredBy, weak: version.weak } as const;
  if (process.phase === 'dlopen') {
    if (version.weak) return true;
    throw new GlibcSignal(fact);
  }
  process.facts.push(fact);
  return version.weak;
}

/** Since 2.36, for objects that require versions of libc.so.*; below, pointers of DT_RELR stay unrelocated. */
function checkRelr(process: GlibcProcess, map: LinkMap): void {
  const { elf } = map.object;
  if (elf.relocations.relr === 0) return;
  if (process.loader.capabilities.relr === false) {
    process.risks.push({ kind: 'relr-not-applied', object: displayName(process, map) });
    return;
  }
  const referenced = elf.versionNeeds.some((need) => need.versions.some((version) => version.name === 'GLIBC_ABI_DT_RELR'));
  if (referenced || elf.versionNeeds.length === 0 || !(elf.dynamic?.needed ?? []).some((name) => name.startsWith('libc.so.'))) return;
  throw new GlibcSignal({ kind: 'glibc-relr', object: displayName(process, map) });
}
