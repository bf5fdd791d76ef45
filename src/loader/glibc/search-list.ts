import type { GlibcProcess, LinkMap } from './glibc-process.ts';
import { expandTokens } from './tokens.ts';

/**
 * fillin_rpath: directories with a slash at the end, '' for the current directory, each once. An element that becomes empty by its
 * tokens is dropped; one that is written empty is the current directory.
 */
export function splitDirectories(process: GlibcProcess, map: LinkMap, list: string, separator: RegExp): readonly string[] {
  const directories: string[] = [];
  for (const element of list.split(separator)) {
    let directory = element;
    if (element !== '') {
      directory = expandTokens(process, map, element);
      if (directory === '') continue;
      while (directory.length > 1 && directory.endsWith('/')) directory = directory.slice(0, -1);
      if (!directory.endsWith('/')) directory += '/';
    }
    if (!directories.includes(directory)) directories.push(directory);
  }
  return directories;
}

/** DT_RPATH, which does not count where the object has a DT_RUNPATH (elf_get_dynamic_info). */
export function rpathDirectories(process: GlibcProcess, map: LinkMap): readonly string[] | null {
  if (map.rpathDirs === undefined) {
    const { dynamic } = map.object.elf;
    map.rpathDirs = decompose(process, map, dynamic?.runpath === undefined ? dynamic?.rpath : undefined);
  }
  return map.rpathDirs;
}

export function runpathDirectories(process: GlibcProcess, map: LinkMap): readonly string[] | null {
  if (map.runpathDirs === undefined) map.runpathDirs = decompose(process, map, map.object.elf.dynamic?.runpath);
  return map.runpathDirs;
}

function decompose(process: GlibcProcess, map: LinkMap, text: string | undefined): readonly string[] | null {
  if (text === undefined || text === '') return null;
  const directories = splitDirectories(process, map, text, /:/);
  return directories.length === 0 ? null : directories;
}
