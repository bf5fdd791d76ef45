import type { ElfSegment, GoBuildInfo } from '../../tree/elf-facts.ts';
import { PF_W, PF_X, PT_LOAD } from './elf-constants.ts';
import { fileRange } from './elf-header.ts';
import { bytesOf, type ElfInput } from './elf-input.ts';
import { contentOf, type ElfSection } from './elf-sections.ts';
import { parseGoModuleInfo } from './go-module-info.ts';

/** `\xff Go buildinf:` at a multiple of 16 (Go src/debug/buildinfo/buildinfo.go). */
const MAGIC = Buffer.from('\u00ff Go buildinf:', 'latin1');
const HEADER = 32;
const ALIGN = 16;
const FLAG_BIG_ENDIAN = 1;
const FLAG_INLINE = 2;
/** A module list of a thousand dependencies has 100 KiB. */
const MAX_TEXT = 4 * 1024 * 1024;
const MAX_SCAN = 64 * 1024 * 1024;
const CHUNK = 1024 * 1024;

/**
 * The version, module and build settings that the Go linker (1.13 and newer) leaves in the data segment. Undefined where there are none.
 * `scan` searches the whole data segment where no section tells the place: asked only of files that show another sign of Go.
 */
export function readGoBuildInfo(
  input: ElfInput,
  segments: readonly ElfSegment[],
  sections: readonly ElfSection[] | null,
  scan: boolean,
): GoBuildInfo | undefined {
  const section = contentOf(sections, '.go.buildinfo');
  const place = section ?? (scan ? dataSegment(segments) : undefined);
  if (place === undefined) return undefined;
  const at = findMagic(input, place.offset, Math.min(place.size, MAX_SCAN));
  if (at === null) return undefined;
  const head = input.take(at, HEADER, 'the Go build information');
  const inline = (head.getUint8(15) & FLAG_INLINE) !== 0;
  const [version, modules] = inline ? inlineStrings(input, at + HEADER) : pointedStrings(input, segments, head);
  return version === '' ? undefined : parseGoModuleInfo(version, modules);
}

function dataSegment(segments: readonly ElfSegment[]): { offset: number; size: number } | undefined {
  const data = segments.find((each) => each.type === PT_LOAD && (each.flags & (PF_X | PF_W)) === PF_W);
  return data && { offset: data.offset, size: data.fileSize };
}

function findMagic(input: ElfInput, offset: number, size: number): number | null {
  const end = Math.min(offset + size, input.size);
  for (let start = offset; start + HEADER <= end; start += CHUNK) {
    const view = input.take(start, Math.min(CHUNK + HEADER, end - start), 'the data segment');
    const chunk = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
    for (let at = chunk.indexOf(MAGIC); at >= 0; at = chunk.indexOf(MAGIC, at + 1)) {
      // Segments keep offsets congruent to addresses, so alignment shows in either.
      if ((start + at) % ALIGN === 0 && start + at + HEADER <= end) return start + at;
    }
  }
  return null;
}

/** Go 1.18 and newer: two strings behind the header, each with its length as an unsigned varint. */
function inlineStrings(input: ElfInput, offset: number): [string, string] {
  const [version, next] = inlineString(input, offset);
  const [modules] = inlineString(input, next);
  return [version, modules];
}

function inlineString(input: ElfInput, offset: number): [string, number] {
  let length = 0;
  let at = offset;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = input.take(at++, 1, 'the Go build information').getUint8(0);
    length += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  if (length > MAX_TEXT) return ['', at];
  return [text(input, at, length), at + length];
}

/** Before Go 1.18: the addresses of two Go strings (address and length) in words of the size that byte 14 gives. */
function pointedStrings(input: ElfInput, segments: readonly ElfSegment[], head: DataView): [string, string] {
  const width = head.getUint8(14);
  const little = (head.getUint8(15) & FLAG_BIG_ENDIAN) === 0;
  if (width !== 4 && width !== 8) return ['', ''];
  const pointer = (view: DataView, at: number): bigint =>
    width === 8 ? view.getBigUint64(at, little) : BigInt(view.getUint32(at, little));
  const string = (address: bigint): string => {
    const header = fileRange(segments, address);
    if (header === null) return '';
    const view = input.take(header.offset, 2 * width, 'a Go string header');
    const data = fileRange(segments, pointer(view, 0));
    const length = Number(pointer(view, width));
    return data === null || length > MAX_TEXT ? '' : text(input, data.offset, length);
  };
  return [string(pointer(head, 16)), string(pointer(head, 16 + width))];
}

function text(input: ElfInput, offset: number, length: number): string {
  return Buffer.from(bytesOf(input.take(offset, length, 'the Go build information'))).toString('latin1');
}
