import type { ElfDefect } from '../../tree/elf-facts.ts';
import { FormatError } from '../format-error.ts';

/** Up to `length` bytes from `offset` (fewer only at the end of the file), or null when that range is not at hand. */
export type ReadRange = (offset: number, length: number) => Uint8Array | null;

/** An ELF file whose class and byte order are known, read by ranges within a budget. */
export interface ElfInput {
  /** Bytes of the whole file. */
  readonly size: number;
  readonly wide: boolean;
  readonly little: boolean;
  /** Exactly these bytes. Throws `elf-truncated`, `elf-not-at-hand` or `elf-over-budget`. */
  readonly take: (offset: number, length: number, what: string) => DataView;
  /** These bytes as far as the file reaches; a shortfall is recorded as a defect. */
  readonly upTo: (offset: number, length: number, what: string) => DataView;
  /** Records what is wrong with one part while reading goes on. */
  readonly defect: (code: string, offset: number, message: string) => void;
  readonly defects: readonly ElfDefect[];
}

/** No real file needs more: the tables of a 600 MB debug build of a browser are below 100 MiB. Tables may overlap, so the file size alone bounds nothing. */
const READ_BUDGET = 256 * 1024 * 1024;
/** Enough to see what is wrong; a hostile file could give one for every entry of a table. */
const MAX_DEFECTS = 64;

export function openElfInput(read: ReadRange, size: number, wide: boolean, little: boolean): ElfInput {
  const defects: ElfDefect[] = [];
  let left = READ_BUDGET;

  const defect = (code: string, offset: number, message: string): void => {
    if (defects.length < MAX_DEFECTS) defects.push({ code, offset, message });
  };
  const take = (offset: number, length: number, what: string): DataView => {
    if (offset + length > size) throw new FormatError('elf-truncated', offset, `${what} ends beyond the file`);
    left -= length;
    if (left < 0) throw new FormatError('elf-over-budget', offset, `${what} exceeds what is read of one file`);
    const bytes = read(offset, length);
    if (bytes === null) throw new FormatError('elf-not-at-hand', offset, `${what} was not kept`);
    if (bytes.length < length) throw new FormatError('elf-truncated', offset, `${what} ends beyond the file`);
    return new DataView(bytes.buffer, bytes.byteOffset, length);
  };
  const upTo = (offset: number, length: number, what: string): DataView => {
    const there = Math.max(0, Math.min(length, size - offset));
    if (there < length) defect('elf-truncated', offset, `${what} ends beyond the file`);
    return take(there === 0 ? 0 : offset, there, what);
  };
  return { size, wide, little, take, upTo, defect, defects };
}

/**
 * Runs one part; when it fails, records why and answers `otherwise`. `optional` parts (marks that no loader reads) may also be missing
 * from a stream of which only some ranges were kept: that is no defect, and not worth another pass over an image layer.
 */
export function attempt<Part>(input: ElfInput, otherwise: Part, part: () => Part, optional = false): Part {
  try {
    return part();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    if (!optional || error.code !== 'elf-not-at-hand') input.defect(error.code, error.offset, error.message);
    return otherwise;
  }
}

/** An Elf64_Off, Elf64_Xword or their 32-bit forms as a number; beyond 2^53 the low bits are lost, which is far outside any file. */
export function word(view: DataView, at: number, input: ElfInput): number {
  if (!input.wide) return view.getUint32(at, input.little);
  const low = view.getUint32(at + (input.little ? 0 : 4), input.little);
  const high = view.getUint32(at + (input.little ? 4 : 0), input.little);
  return high * 0x1_0000_0000 + low;
}

export function bigWord(view: DataView, at: number, input: ElfInput): bigint {
  return input.wide ? view.getBigUint64(at, input.little) : BigInt(view.getUint32(at, input.little));
}

export function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
