import type { ElfFacts } from '../../tree/elf-facts.ts';
import { doubtsOf, type ObjectFacts } from '../objects/object-facts.ts';
import { LoadStop } from '../stop.ts';
import type { Asked, Hit } from './find-object.ts';
import { displayName, fileError, minorVersion, type GlibcProcess, type LinkMap } from './glibc-process.ts';

const PT_LOAD = 1;
const PT_GNU_STACK_EXECUTE = 1;
const ET_DYN = 3;
const DF_1_PIE = 0x0800_0000;
const DF_1_NOOPEN = 0x40;

/** _dl_map_object_from_fd: the object that this file already is, or a new one after the checks that come with mapping it. */
export function mapObject(process: GlibcProcess, asked: Asked, hit: Hit): LinkMap {
  const { identity } = hit.opened.entry;
  for (const map of process.maps) {
    if (map.inode !== identity) continue;
    if (!map.names.includes(asked.name)) map.names.push(asked.name);
    return map;
  }
  const object = process.world.object(identity);
  if (object === null || 'unknown' in object) throw new LoadStop('unknown', `${hit.path} was not read`);
  checkMapping(process, asked.name, object.elf);
  const map = newMap(process, asked, hit, object);
  process.maps.push(map);
  process.doubts.push(...doubtsOf(hit.path, object.elf));
  const opened = process.phase === 'dlopen' && asked.loader === null;
  process.found.push({
    name: opened ? null : asked.name,
    path: hit.path,
    via: opened && hit.via === 'path' ? 'asked' : hit.via,
    ...(hit.viaOf === undefined ? {} : { viaOf: hit.viaOf }),
    neededBy: asked.loader === null || asked.via !== undefined ? null : displayName(process, asked.loader),
  });
  if (process.found.length > 20_000) throw new LoadStop('unknown', 'more than 20,000 objects');
  return map;
}

/** These errors name what was asked for, not the path that a search found. */
function checkMapping(process: GlibcProcess, object: string, elf: ElfFacts): void {
  const loads = elf.segments.filter((each) => each.type === PT_LOAD);
  for (const load of loads) {
    const reason = misaligned(process, BigInt(load.offset), load.vaddr, BigInt(load.align));
    if (reason !== null) throw fileError(object, reason);
  }
  if (loads.length === 0) throw fileError(object, 'object file has no loadable segments');
  if (elf.type !== ET_DYN) throw fileError(object, 'cannot dynamically load executable');
  if (elf.dynamic === undefined) throw fileError(object, 'object file has no dynamic section');
  // Before 2.30 a PIE was as good a library as any (BZ 24323).
  if ((elf.dynamic.flags1 & DF_1_PIE) !== 0 && minorVersion(process) >= 30)
    throw fileError(object, 'cannot dynamically load position-independent executable');
  if ((elf.dynamic.flags1 & DF_1_NOOPEN) !== 0 && process.phase === 'dlopen') throw fileError(object, 'shared object cannot be dlopen()ed');
  const executable = elf.stack === undefined ? process.loader.machine.executableByDefault : (elf.stack.flags & PT_GNU_STACK_EXECUTE) !== 0;
  if (!executable || process.stackExecutable) return;
  if (process.phase === 'dlopen' && process.loader.capabilities.executableStackRefused === true)
    throw fileError(object, 'cannot enable executable stack as shared object requires', 'EINVAL');
  process.stackExecutable = true;
}

/** Since 2.35 only the page size counts, before that p_align did. */
function misaligned(process: GlibcProcess, offset: bigint, vaddr: bigint, align: bigint): string | null {
  const page = BigInt(process.loader.machine.pageSize);
  if (process.loader.capabilities.depthFirstSort !== false)
    return ((vaddr - offset) & (page - 1n)) === 0n ? null : 'ELF load command address/offset not page-aligned';
  if ((align & (page - 1n)) !== 0n) return 'ELF load command alignment not page-aligned';
  return align !== 0n && ((vaddr - offset) & (align - 1n)) !== 0n ? 'ELF load command address/offset not properly aligned' : null;
}

function newMap(process: GlibcProcess, asked: Asked, hit: Hit, object: ObjectFacts): LinkMap {
  return {
    name: hit.path,
    names: [asked.name],
    object,
    inode: hit.opened.entry.identity,
    loader: asked.loader,
    type: asked.type,
    origin: originOf(hit.path, process.workingDirectory),
    rpathDirs: undefined,
    runpathDirs: undefined,
    initfini: null,
    searchlist: null,
    versionsChecked: false,
    relocated: false,
    staticTls: process.phase === 'start',
  };
}

/** l_origin of _dl_new_object: absolute, never empty, not normalised. */
export function originOf(path: string, cwd: string): string {
  const full = path.startsWith('/') ? path : `${cwd === '/' ? '' : cwd}/${path}`;
  const slash = full.lastIndexOf('/');
  return slash === 0 ? '/' : full.slice(0, slash);
}
