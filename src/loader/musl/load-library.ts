import type { Errno } from '../loader-fact.ts';
import type { Via } from '../load-result.ts';
import { parseMuslVersion } from '../../distro/libc/musl-version.ts';
import { doubtsOf } from '../objects/object-facts.ts';
import { LoadStop } from '../stop.ts';
import { definesName } from './find-symbol.ts';
import { mapLibrary } from './map-library.ts';
import type { Dso, MuslProcess } from './musl-process.ts';
import { isReservedName } from './reserved-names.ts';
import { originOf, rpathOf } from './rpath.ts';
import { systemPath } from './system-path.ts';

/** snprintf's buffer for `dir/name` is 2 × NAME_MAX + 2. */
const PATH_BUFFER = 512;
const NAME_MAX = 255;

/** load_library of ldso/dynlink.c: the object for `name`, or null with `process.errno` set. */
export function loadLibrary(process: MuslProcess, name: string, neededBy: Dso | null, preload = false): Dso | null {
  if (name === '') {
    process.errno = 'EINVAL';
    return null;
  }
  if (isReservedName(name, parseMuslVersion(process.loader.version)?.release ?? null))
    return self(process, name, neededBy, 'the name is reserved for musl itself');
  if (name === process.ldsoName) return self(process, name, neededBy, 'the name equals the name of the loader');
  if (name.includes('/')) {
    const opened = open(process, name);
    trial(process, name, neededBy, preload ? 'preload' : 'path', name, opened);
    return typeof opened === 'string'
      ? null
      : take(process, { name, pathname: name, inode: opened.identity, neededBy, via: preload ? 'preload' : 'path', searched: false });
  }
  for (const dso of process.chain.slice(1)) {
    if (dso.shortname !== name) continue;
    process.trail?.push({ name, neededBy: neededBy?.name ?? null, rule: 'loaded', path: dso.name, result: 'found' });
    return dso;
  }
  if (Buffer.byteLength(name) > NAME_MAX) return null;
  const hit = search(process, name, neededBy);
  return hit === null ? null : take(process, { name, neededBy, searched: true, ...hit });
}

function self(process: MuslProcess, name: string, neededBy: Dso | null, why: string): Dso {
  process.trail?.push({ name, neededBy: neededBy?.name ?? null, rule: 'reserved', path: process.ldsoName, result: 'found', why });
  if (!process.chain.includes(process.ldso)) process.chain.push(process.ldso);
  return process.ldso;
}

interface Hit {
  readonly pathname: string;
  readonly inode: string;
  readonly via: Via;
  readonly viaOf?: string;
}

/** LD_LIBRARY_PATH, the rpath of every ancestor, the system path; an error that is not "not here" ends all of it. */
function search(process: MuslProcess, name: string, neededBy: Dso | null): Hit | null {
  if (process.libraryPath !== null) {
    const hit = pathOpen(process, name, neededBy, process.libraryPath, 'library-path');
    if (hit !== 'next') return hit === 'stop' ? null : hit;
  }
  for (let dso = neededBy; dso !== null; dso = dso.neededBy) {
    const rpath = rpathOf(dso);
    const { dynamic } = dso.object.elf;
    const via = dynamic?.runpath === undefined ? 'rpath' : 'runpath';
    if (rpath !== null) {
      const hit = pathOpen(process, name, neededBy, rpath, via, dso.name);
      if (hit !== 'next') return hit === 'stop' ? null : hit;
    } else if (process.trail !== null && (dynamic?.runpath ?? dynamic?.rpath) !== undefined) {
      const why =
        process.secure && dso === process.head
          ? '$ORIGIN of a privileged program'
          : 'the whole list is dropped: it has a token other than $ORIGIN';
      process.trail.push({ name, neededBy: neededBy?.name ?? null, rule: via, ruleOf: dso.name, path: null, result: 'not-searched', why });
    }
  }
  const system = systemPath(process);
  const hit = pathOpen(process, name, neededBy, system.text, system.via);
  return hit === 'next' || hit === 'stop' ? null : hit;
}

/** path_open: separators are colon and newline, empty elements do not count. */
function pathOpen(process: MuslProcess, name: string, neededBy: Dso | null, list: string, via: Via, viaOf?: string): Hit | 'next' | 'stop' {
  for (const directory of list.split(/[:\n]/)) {
    if (directory === '') continue;
    const pathname = `${directory}/${name}`;
    if (Buffer.byteLength(pathname) >= PATH_BUFFER) continue;
    const opened = open(process, pathname);
    trial(process, name, neededBy, via, pathname, opened, viaOf);
    if (typeof opened !== 'string') return { pathname, inode: opened.identity, via, ...(viaOf === undefined ? {} : { viaOf }) };
    if (opened === 'ELOOP' || opened === 'EIO') return 'stop';
  }
  return 'next';
}

function open(process: MuslProcess, path: string): { readonly identity: string } | Errno {
  const opened = process.world.open(path, process.workingDirectory, process.uid);
  if ('errno' in opened) {
    process.errno = opened.errno;
    return opened.errno;
  }
  return opened.entry;
}

function trial(
  process: MuslProcess,
  name: string,
  neededBy: Dso | null,
  rule: Via,
  path: string,
  opened: { readonly identity: string } | Errno,
  ruleOf?: string,
): void {
  if (process.trail === null) return;
  const result = typeof opened !== 'string' ? 'found' : opened === 'EACCES' ? 'denied' : opened === 'ELOOP' ? 'loop' : 'absent';
  process.trail.push({ name, neededBy: neededBy?.name ?? null, rule, ...(ruleOf === undefined ? {} : { ruleOf }), path, result });
}

interface Taken extends Hit {
  readonly name: string;
  readonly neededBy: Dso | null;
  readonly searched: boolean;
}

/** The opened file: an object that is already there (same inode), musl itself (two-libc guard), or a new object. */
function take(process: MuslProcess, hit: Taken): Dso | null {
  for (const dso of process.chain.slice(1)) {
    if (dso.inode !== hit.inode) continue;
    if (dso.shortname === null && hit.searched) dso.shortname = baseName(dso.name);
    return dso;
  }
  const mapped = mapLibrary(process, hit.pathname, hit.inode);
  if ('errno' in mapped) {
    process.errno = mapped.errno;
    const last = process.trail?.at(-1);
    if (last !== undefined && process.trail !== null)
      process.trail[process.trail.length - 1] = { ...last, result: 'refused', why: mapped.why };
    return null;
  }
  const { object } = mapped;
  if (process.loader.capabilities.twoLibcGuard !== false && definesName(object, '__libc_start_main') && definesName(object, 'stdin'))
    return self(process, hit.name, hit.neededBy, 'the file is a second C library; musl puts itself in its place');
  const dso: Dso = {
    name: hit.pathname,
    shortname: hit.searched ? baseName(hit.pathname) : null,
    object,
    inode: hit.inode,
    neededBy: hit.neededBy,
    origin: process.secure && !hit.pathname.startsWith('/') ? null : originOf(hit.pathname),
    rpath: undefined,
    deps: null,
    relocated: false,
    lazy: false,
    startup: !process.runtime,
  };
  process.chain.push(dso);
  process.doubts.push(...doubtsOf(hit.pathname, object.elf));
  const asked = process.runtime && hit.neededBy === process.head && process.found.length === 0;
  process.found.push({
    name: asked ? null : hit.name,
    path: hit.pathname,
    via: asked && !hit.searched ? 'asked' : hit.via,
    ...(hit.viaOf === undefined ? {} : { viaOf: hit.viaOf }),
    neededBy: asked ? null : (hit.neededBy?.name ?? null),
  });
  if (process.found.length > 20_000) throw new LoadStop('unknown', 'more than 20,000 objects');
  return dso;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
