import type { ElfNotes } from '../../tree/elf-facts.ts';
import { FormatError } from '../format-error.ts';
import { attempt, bytesOf, type ElfInput } from './elf-input.ts';
import { decodeName } from './elf-strings.ts';

/** A stretch of the file that holds notes: a PT_NOTE segment, or an SHT_NOTE section where there are no segments. */
export interface NoteRange {
  readonly offset: number;
  readonly length: number;
  readonly align: number;
  /** In no segment, so nothing at run time sees it. */
  readonly optional: boolean;
}

type Writable = { -readonly [Key in keyof ElfNotes]: ElfNotes[Key] } & { properties: { type: number; value: number }[] };

const NT_GNU_ABI_TAG = 1;
const NT_GNU_BUILD_ID = 3;
const NT_GNU_PROPERTY_TYPE_0 = 5;
const NT_GO_BUILD_ID = 4;
const NT_FDO_PACKAGING_METADATA = 0xcafe1a7e;

/** All ranges together; what is larger is no note that says anything of loading. */
const MAX_BYTES = 1024 * 1024;

export function readNotes(input: ElfInput, ranges: readonly NoteRange[]): ElfNotes {
  const notes: Writable = { properties: [] };
  let left = MAX_BYTES;
  for (const range of ranges) {
    attempt(
      input,
      undefined,
      () => {
        left -= range.length;
        if (left < 0) throw new FormatError('elf-over-budget', range.offset, 'notes exceed what is read of one file');
        eachNote(input, range, (owner, type, description) => keep(input, notes, owner, type, description));
      },
      range.optional,
    );
  }
  return notes;
}

function eachNote(input: ElfInput, range: NoteRange, visit: (owner: string, type: number, description: DataView) => void): void {
  const view = input.upTo(range.offset, range.length, 'a note segment');
  // Elf64 notes have 4-byte fields; only those with p_align 8 (GNU properties) pad to 8 (glibc ELF_NOTE_DESC_OFFSET).
  const align = range.align === 8 ? 8 : 4;
  const pad = (at: number): number => Math.ceil(at / align) * align;
  let at = 0;
  while (at + 12 <= view.byteLength) {
    const nameSize = view.getUint32(at, input.little);
    const size = view.getUint32(at + 4, input.little);
    const start = pad(at + 12 + nameSize);
    if (start + size > view.byteLength) {
      input.defect('elf-bad-note', range.offset + at, 'a note ends beyond its segment');
      return;
    }
    const owner = decodeName(bytesOf(view).subarray(at + 12, at + 12 + nameSize)).replace(/\0.*$/su, '');
    visit(owner, view.getUint32(at + 8, input.little), new DataView(view.buffer, view.byteOffset + start, size));
    at = pad(start + size);
  }
}

function keep(input: ElfInput, notes: Writable, owner: string, type: number, description: DataView): void {
  if (owner === 'GNU' && type === NT_GNU_BUILD_ID) notes.buildId ??= Buffer.from(bytesOf(description)).toString('hex');
  else if (owner === 'GNU' && type === NT_GNU_ABI_TAG && description.byteLength >= 16) {
    const [os = 0, ...kernel] = [0, 4, 8, 12].map((at) => description.getUint32(at, input.little));
    notes.abiTag ??= { os, kernel: kernel.join('.') };
  } else if (owner === 'GNU' && type === NT_GNU_PROPERTY_TYPE_0) notes.properties.push(...properties(input, description));
  else if (owner === 'Go' && type === NT_GO_BUILD_ID) notes.goBuildId ??= decodeName(bytesOf(description));
  else if (owner === 'Android') notes.android = true;
  else if (owner === 'FDO' && type === NT_FDO_PACKAGING_METADATA) notes.package ??= decodeName(bytesOf(description)).replace(/\0.*$/su, '');
}

/** pr_type, pr_datasz, data padded to the class's word (Linux ABI extensions). */
function properties(input: ElfInput, view: DataView): { type: number; value: number }[] {
  const align = input.wide ? 8 : 4;
  const found: { type: number; value: number }[] = [];
  let at = 0;
  while (at + 8 <= view.byteLength && found.length < 64) {
    const type = view.getUint32(at, input.little);
    const size = view.getUint32(at + 4, input.little);
    if (at + 8 + size > view.byteLength) break;
    found.push({ type, value: value(input, view, at + 8, size) });
    at += 8 + Math.ceil(size / align) * align;
  }
  return found;
}

function value(input: ElfInput, view: DataView, at: number, size: number): number {
  if (size === 4) return view.getUint32(at, input.little);
  return size === 8 ? Number(view.getBigUint64(at, input.little)) : 0;
}
