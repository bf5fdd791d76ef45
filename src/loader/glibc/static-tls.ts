import type { ElfFacts } from '../../tree/elf-facts.ts';
import type { GlibcProcess, LinkMap } from './glibc-process.ts';

/** TCB_ALIGNMENT of x86_64; the static block is rounded up to the largest alignment of any module, at least this. */
const TCB_ALIGNMENT = 64;
/** glibc.rtld.optional_static_tls: what TLS descriptors may take of the reserve. */
export const OPTIONAL_STATIC_TLS = 512;

/** Bytes that stay free after the modules of the start (_dl_determine_tlsoffset): the reserve and what rounding adds. */
export function freeStaticTls(modules: readonly LinkMap[], reserve: number): number {
  let offset = 0;
  let largest = TCB_ALIGNMENT;
  for (const { object } of modules) {
    const tls = layoutOf(object.elf);
    if (tls === null) continue;
    largest = Math.max(largest, tls.align);
    const first = (tls.align - tls.firstByte) % tls.align;
    offset = roundUp(offset + tls.size - first, tls.align) + first;
  }
  return roundUp(offset + reserve, largest) - offset;
}

/** _dl_try_allocate_static_tls: whether the module found room; alignments beyond the block's own never do. */
export function allocateStaticTls(process: GlibcProcess, map: LinkMap, optional: boolean): boolean {
  const tls = layoutOf(map.object.elf);
  if (tls === null || tls.align > 4096) return false;
  const wanted = tls.size + tls.firstByte;
  if (process.tlsFree < wanted) return false;
  const used = process.tlsFree - Math.floor((process.tlsFree - wanted) / tls.align) * tls.align - tls.firstByte;
  if (optional && used > process.tlsOptional) return false;
  if (optional) process.tlsOptional -= used;
  process.tlsFree -= used;
  return true;
}

const PT_TLS = 7;

function layoutOf(elf: ElfFacts): { readonly size: number; readonly align: number; readonly firstByte: number } | null {
  const segment = elf.segments.find((each) => each.type === PT_TLS);
  if (segment === undefined || segment.memorySize === 0) return null;
  const align = Math.max(1, segment.align);
  return { size: segment.memorySize, align, firstByte: Number(segment.vaddr % BigInt(align)) };
}

function roundUp(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}
