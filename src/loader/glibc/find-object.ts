import type { Errno } from '../loader-fact.ts';
import type { Trial, Via } from '../load-result.ts';
import type { World } from '../world.ts';
import { cacheLookup } from './cache.ts';
import { fileError, GlibcSignal, hasName, minorVersion, type GlibcProcess, type LinkMap } from './glibc-process.ts';
import { hwcapSubdirectories } from './hwcaps.ts';
import { mapObject } from './map-object.ts';
import { openVerify, type Opened, type Passed } from './open-verify.ts';
import { rpathDirectories, runpathDirectories } from './search-list.ts';
import { expandTokens } from './tokens.ts';

export interface Asked {
  readonly name: string;
  /** Whose search rules apply. */
  readonly requester: LinkMap;
  /** l_loader of a new object: null for dlopen, whose caller only lends its search path. */
  readonly loader: LinkMap | null;
  readonly type: LinkMap['type'];
  readonly via?: Via;
  /** A preload of a privileged program must itself be set-user-id. */
  readonly secure?: boolean;
}

const DF_1_NODEFLIB = 0x800;

/** _dl_map_object: the loaded object that has this name, or a new one. Throws GlibcSignal. */
export function findObject(process: GlibcProcess, asked: Asked): LinkMap {
  const { name } = asked;
  for (const map of process.maps) {
    if (!hasName(map, name)) {
      if (map.object.elf.dynamic?.soname !== name) continue;
      map.names.push(name);
    }
    process.trail?.push({ name, neededBy: neededBy(process, asked), rule: 'loaded', path: map.name, result: 'found' });
    return map;
  }
  const search = { process, asked, otherClass: null, errno: 'ENOENT' } satisfies Search as Search;
  const hit = name.includes('/') ? byPath(search) : bySearch(search);
  if (hit !== null) return mapObject(process, asked, hit);
  if (search.otherClass !== null) throw fileError(name, search.otherClass);
  throw new GlibcSignal({ kind: 'glibc-open', name, errno: search.errno });
}

interface Search {
  readonly process: GlibcProcess;
  readonly asked: Asked;
  otherClass: string | null;
  errno: Errno;
}

export interface Hit {
  readonly path: string;
  readonly opened: Opened;
  readonly via: Via;
  readonly viaOf?: string;
}

function neededBy(process: GlibcProcess, asked: Asked): string | null {
  if (asked.loader === null) return null;
  return asked.loader.name === '' ? process.progname : asked.loader.name;
}

function byPath(search: Search): Hit | null {
  const { process, asked } = search;
  const path = expandTokens(process, asked.requester, asked.name);
  const opened = path === '' ? null : attempt(search, path, asked.via ?? 'path');
  return opened === null ? null : { path, opened, via: asked.via ?? 'path' };
}

/** The steps of section 5.3 of loader.md in their order. */
function bySearch(search: Search): Hit | null {
  const { process, asked } = search;
  const { requester } = asked;
  const noDefault = ((requester.object.elf.dynamic?.flags1 ?? 0) & DF_1_NODEFLIB) !== 0;
  return (
    byRpath(search) ??
    inDirectories(search, process.libraryPath, 'library-path') ??
    inDirectories(search, runpathDirectories(process, requester), 'runpath', requester) ??
    (asked.secure === true ? null : inCache(search, noDefault)) ??
    (noDefault ? skipped(search, 'default', 'DF_1_NODEFLIB') : inDirectories(search, process.loader.systemDirectories, 'default'))
  );
}

/** DT_RPATH of the requester, of who loaded it, and so on; then of the program, once. */
function byRpath(search: Search): Hit | null {
  const { process, asked } = search;
  if (asked.requester.object.elf.dynamic?.runpath !== undefined) return null;
  let sawMain = false;
  for (let map: LinkMap | null = asked.requester; map !== null; map = map.loader) {
    const directories = rpathDirectories(process, map);
    if (directories === null) continue;
    const hit = inDirectories(search, directories, 'rpath', map);
    if (hit !== null) return hit;
    if (map === process.main) sawMain = true;
  }
  return sawMain ? null : inDirectories(search, rpathDirectories(process, process.main), 'rpath', process.main);
}

/** open_path: the subdirectories for better CPUs first. Any error but "not here" ends this list, not the search. */
function inDirectories(search: Search, directories: readonly string[] | null, via: Via, of?: LinkMap): Hit | null {
  const { process, asked } = search;
  for (const directory of directories ?? []) {
    let last: Errno = 'ENOENT';
    for (const subdirectory of hwcapSubdirectories(process.loader)) {
      const folder = directory + subdirectory;
      if (!isThere(process, folder)) continue;
      const opened = attempt(search, folder + asked.name, via, of);
      if (opened !== null && !(asked.secure === true && (opened.entry.mode & 0o4000) === 0)) {
        if (subdirectory !== '') process.risks.push({ kind: 'hwcaps-directory', object: folder + asked.name });
        return {
          path: folder + asked.name,
          opened,
          via,
          ...(of === undefined ? {} : { viaOf: of.name === '' ? process.progname : of.name }),
        };
      }
      last = opened === null ? search.errno : 'ENOENT';
    }
    // 2.39 also goes on after ENOTDIR (elf/dl-load.c).
    if (last !== 'ENOENT' && last !== 'EACCES' && !(last === 'ENOTDIR' && minorVersion(process) >= 39)) return null;
  }
  return null;
}

/** A relative directory counts as there, since the current directory may change. */
function isThere(process: GlibcProcess, folder: string): boolean {
  if (!folder.startsWith('/')) return true;
  const { world } = process;
  const key = `directory ${folder}`;
  let there = world.memo.get(key) as boolean | undefined;
  if (there === undefined) {
    there = isDirectory(world, folder);
    world.memo.set(key, there);
  }
  return there;
}

function isDirectory(world: World, folder: string): boolean {
  const found = world.lookup(folder.length > 1 ? folder.slice(0, -1) : folder, '/');
  return found.ok && found.entry.type === 'dir';
}

function inCache(search: Search, noDefault: boolean): Hit | null {
  const { process, asked } = search;
  const path = cacheLookup(process, asked.name);
  if (path === null) return null;
  if (noDefault && process.loader.systemDirectories.some((directory) => path.startsWith(directory)))
    return skipped(search, 'cache', 'DF_1_NODEFLIB');
  const opened = attempt(search, path, 'cache');
  return opened === null ? null : { path, opened, via: 'cache' };
}

function skipped(search: Search, rule: Trial['rule'], why: string): null {
  const { process, asked } = search;
  process.trail?.push({ name: asked.name, neededBy: neededBy(process, asked), rule, path: null, result: 'not-searched', why });
  return null;
}

function attempt(search: Search, path: string, via: Via, of?: LinkMap): Opened | null {
  const { process, asked } = search;
  const note = (result: Trial['result'], why?: string): void => {
    const ruleOf = of === undefined ? {} : { ruleOf: of.name === '' ? process.progname : of.name };
    process.trail?.push({
      name: asked.name,
      neededBy: neededBy(process, asked),
      rule: via,
      ...ruleOf,
      path,
      result,
      ...(why === undefined ? {} : { why }),
    });
  };
  let outcome: Opened | Passed;
  try {
    outcome = openVerify(process, path);
  } catch (error) {
    if (error instanceof GlibcSignal && error.fact.kind === 'glibc-file') note('refused', error.fact.reason);
    throw error;
  }
  if ('entry' in outcome) {
    note('found');
    return outcome;
  }
  search.errno = outcome.errno;
  if (outcome.otherClass === true) search.otherClass = `wrong ELF class: ELFCLASS${process.loader.machine.class === 64 ? 32 : 64}`;
  note(
    outcome.why !== undefined ? 'skipped' : outcome.errno === 'EACCES' ? 'denied' : outcome.errno === 'ELOOP' ? 'loop' : 'absent',
    outcome.why,
  );
  return null;
}
