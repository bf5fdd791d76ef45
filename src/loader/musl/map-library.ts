import { compareMuslRelease, parseMuslVersion } from '../../distro/libc/musl-version.ts';
import type { ElfFacts } from '../../tree/elf-facts.ts';
import type { Errno } from '../loader-fact.ts';
import type { ObjectFacts } from '../objects/object-facts.ts';
import { LoadStop } from '../stop.ts';
import type { MuslProcess } from './musl-process.ts';

const ET_EXEC = 2;
const ET_DYN = 3;
const PT_LOAD = 1;
const PT_DYNAMIC = 2;

/** map_library: it wants e_type and a PT_DYNAMIC and looks at nothing else, neither magic nor class nor machine. */
export function mapLibrary(
  process: MuslProcess,
  path: string,
  inode: string,
): { readonly object: ObjectFacts } | { readonly errno: Errno; readonly why: string } {
  const opened = process.world.lookup(path, process.workingDirectory);
  if (opened.ok && opened.entry.type === 'dir') return { errno: 'EISDIR', why: 'a directory' };
  if (opened.ok && opened.entry.size < (process.loader.machine.class === 64 ? 64 : 52))
    return { errno: 'ENOEXEC', why: 'shorter than an ELF header' };
  const object = process.world.object(inode);
  if (object === null) return { errno: 'ENOEXEC', why: 'not an ELF file' };
  if ('unknown' in object) throw new LoadStop('unknown', `${path}: ${object.unknown}`);
  const { elf } = object;
  if (elf.type !== ET_DYN && elf.type !== ET_EXEC) return { errno: 'ENOEXEC', why: 'neither a shared object nor a program' };
  // The header is read as one of this machine whatever it says; a true file of the other form has no type or no program headers there.
  const form = elf.written ?? elf;
  const { machine } = process.loader;
  if (form.endian !== machine.endian) return { errno: 'ENOEXEC', why: `a ${form.endian}-endian file` };
  if (form.class !== machine.class) return { errno: 'ENOEXEC', why: `a ${form.class}-bit file read as ${machine.class}-bit` };
  if (!elf.segments.some((each) => each.type === PT_DYNAMIC && each.vaddr !== 0n)) return { errno: 'ENOEXEC', why: 'no dynamic section' };
  if (refusesEmptySegments(process) && hasEmptySegment(elf, process.loader.machine.pageSize))
    return { errno: 'EINVAL', why: 'a PT_LOAD segment of size zero, which musl accepts since 1.2.3' };
  if (elf.dynamic === undefined)
    throw new LoadStop('crash-after-load', `${path}: PT_DYNAMIC has no content; musl reads it as zeros and crashes`);
  if (elf.machine !== process.loader.object.elf.machine) process.risks.push({ kind: 'foreign-code', object: path, machine: elf.machine });
  return { object };
}

/** From 1.1.13 to 1.2.2. Before, an EINVAL of mmap was taken for a system without MAP_FIXED, and zero bytes were read instead. */
function refusesEmptySegments({ loader }: MuslProcess): boolean {
  const release = parseMuslVersion(loader.version)?.release ?? [1, 2, 2];
  return loader.capabilities.emptySegments === false && compareMuslRelease(release, [1, 1, 13]) >= 0;
}

/** mmap of length 0 gives EINVAL; the segment with the lowest address is not mapped a second time. */
function hasEmptySegment(elf: ElfFacts, pageSize: number): boolean {
  const page = BigInt(pageSize);
  const loads = elf.segments.filter((each) => each.type === PT_LOAD);
  const lowest = loads.reduce((low, each) => (each.vaddr < low ? each.vaddr : low), loads[0]?.vaddr ?? 0n);
  return loads.some((each) => each.memorySize === 0 && each.vaddr % page === 0n && each.vaddr / page !== lowest / page);
}
