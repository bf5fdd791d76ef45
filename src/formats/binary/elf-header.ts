import type { ElfSegment } from '../../tree/elf-facts.ts';
import { FormatError } from '../format-error.ts';
import { CLASS_64, DATA_BIG, DATA_LITTLE, PT_LOAD } from './elf-constants.ts';
import { bigWord, openElfInput, word, type ElfInput, type ReadRange } from './elf-input.ts';

export interface ElfHeader {
  readonly osabi: number;
  readonly abiVersion: number;
  readonly type: number;
  readonly machine: number;
  readonly flags: number;
  readonly entry: bigint;
  readonly programHeaders: TablePlace;
  readonly sectionHeaders: TablePlace;
  /** Index of the section name table as in the header. */
  readonly sectionNames: number;
}

interface TablePlace {
  readonly offset: number;
  readonly entrySize: number;
  readonly count: number;
}

/** PN_XNUM: the true number stands in sh_info of section 0 (gABI, only core files need it). */
const EXTENDED_COUNT = 0xffff;

export function isElf(head: Uint8Array): boolean {
  return head.length >= 4 && head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46;
}

/** Throws a FormatError when there is no readable ELF header; everything after it is a matter of defects. */
export function readElfHeader(
  read: ReadRange,
  size: number,
): { readonly input: ElfInput; readonly header: ElfHeader; readonly ident: Form } {
  const ident = read(0, 16);
  if (ident === null) throw new FormatError('elf-not-at-hand', 0, 'the ELF header was not kept');
  if (!isElf(ident)) throw new FormatError('elf-bad-magic', 0, 'not an ELF file');
  if (ident.length < 16) throw new FormatError('elf-truncated', ident.length, 'the ELF header ends beyond the file');
  const elfClass = ident[4];
  const data = ident[5];
  if (elfClass !== 1 && elfClass !== CLASS_64) throw new FormatError('elf-bad-class', 4, `unknown ELF class ${elfClass}`);
  if (data !== DATA_LITTLE && data !== DATA_BIG) throw new FormatError('elf-bad-data', 5, `unknown ELF byte order ${data}`);
  const form: Form = { class: elfClass === CLASS_64 ? 64 : 32, endian: data === DATA_LITTLE ? 'little' : 'big' };
  const written = writtenForm(read(0, 64), form);
  const input = openElfInput(read, size, written.class === 64, written.endian === 'little');
  return { input, ident: form, header: fields(input, input.take(0, input.wide ? 64 : 52, 'the ELF header')) };
}

/** Class and byte order. */
export interface Form {
  readonly class: 32 | 64;
  readonly endian: 'little' | 'big';
}

/**
 * What e_ident says, unless the header behind it is plainly written otherwise: e_version is 1 only in the other byte order, or e_ehsize is that of the
 * other class. Loaders that do not look at e_ident (musl) read such a file as it is written.
 */
function writtenForm(head: Uint8Array | null, ident: Form): Form {
  if (head === null || head.length < 64) return ident;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const says = view.getUint32(20, ident.endian === 'little');
  const other = view.getUint32(20, ident.endian !== 'little');
  const endian = says !== 1 && other === 1 ? (ident.endian === 'little' ? 'big' : 'little') : ident.endian;
  const wide = view.getUint16(52, endian === 'little') === 64;
  const narrow = view.getUint16(40, endian === 'little') === 52;
  return { endian, class: wide === narrow ? ident.class : wide ? 64 : 32 };
}

function fields(input: ElfInput, view: DataView): ElfHeader {
  const wide = input.wide;
  const half = (at: number): number => view.getUint16(at, input.little);
  const tail = wide ? 52 : 40;
  return {
    osabi: view.getUint8(7),
    abiVersion: view.getUint8(8),
    type: half(16),
    machine: half(18),
    entry: bigWord(view, 24, input),
    programHeaders: { offset: word(view, wide ? 32 : 28, input), entrySize: half(tail + 2), count: half(tail + 4) },
    sectionHeaders: { offset: word(view, wide ? 40 : 32, input), entrySize: half(tail + 6), count: half(tail + 8) },
    flags: view.getUint32(wide ? 48 : 36, input.little),
    sectionNames: half(tail + 10),
  };
}

export function readSegments(input: ElfInput, header: ElfHeader): ElfSegment[] {
  const place = header.programHeaders;
  if (place.offset === 0 || place.count === 0) return [];
  const entry = input.wide ? 56 : 32;
  if (place.entrySize !== entry) throw new FormatError('elf-bad-phentsize', place.offset, `program headers of ${place.entrySize} bytes`);
  const count = place.count === EXTENDED_COUNT ? extendedCount(input, header) : place.count;
  const view = input.upTo(place.offset, count * entry, 'the program header table');
  const segments: ElfSegment[] = [];
  for (let at = 0; at + entry <= view.byteLength; at += entry) segments.push(segment(input, view, at));
  return segments;
}

function extendedCount(input: ElfInput, header: ElfHeader): number {
  if (header.sectionHeaders.offset === 0) return EXTENDED_COUNT;
  const first = input.take(header.sectionHeaders.offset, input.wide ? 64 : 40, 'section header 0');
  const count = first.getUint32(input.wide ? 44 : 28, input.little);
  // Bounded by what can be kept as objects, not only by the file.
  return Math.min(Math.max(count, EXTENDED_COUNT), 0x2_0000);
}

function segment(input: ElfInput, view: DataView, at: number): ElfSegment {
  const wide = input.wide;
  return {
    type: view.getUint32(at, input.little),
    flags: view.getUint32(at + (wide ? 4 : 24), input.little),
    offset: word(view, at + (wide ? 8 : 4), input),
    vaddr: bigWord(view, at + (wide ? 16 : 8), input),
    fileSize: word(view, at + (wide ? 32 : 16), input),
    memorySize: word(view, at + (wide ? 40 : 20), input),
    align: word(view, at + (wide ? 48 : 28), input),
  };
}

/** Where an address stands in the file and how many bytes follow it in its segment; null when no PT_LOAD has it in the file. */
export function fileRange(segments: readonly ElfSegment[], address: bigint): { readonly offset: number; readonly room: number } | null {
  for (const load of segments) {
    if (load.type !== PT_LOAD || address < load.vaddr) continue;
    const inside = Number(address - load.vaddr);
    if (inside < load.fileSize) return { offset: load.offset + inside, room: load.fileSize - inside };
  }
  return null;
}
