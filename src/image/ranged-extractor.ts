import type { Consumer, Extracted, FileRange, OfferedFile, ReadInto, ResumableExtractor } from './extractor.ts';
import { pagedFile } from './paged-file.ts';
import { giveBack, HEAD, TAIL, takeBuffer } from './window-buffer.ts';

/** Up to `length` bytes from `offset` (fewer only at the end of the file), or null when that range is not at hand. */
export type ReadRange = (offset: number, length: number) => Uint8Array | null;

/** A format that is read by ranges: `parse` goes on as well as it can where `read` gives null, and is called again once those ranges are there. */
export interface RangedFormat<Facts> {
  readonly name: string;
  wants(file: OfferedFile, head: Uint8Array): boolean;
  parse(read: ReadRange, file: OfferedFile): Extracted<Facts>;
  /** Bytes that further passes over the layer may bring. */
  readonly budget: number;
}

/**
 * An extractor for formats whose parts stand anywhere in a file. Files up to 56 MiB are read at once; of larger ones the first
 * 32 and the last 24 MiB are kept while they pass by, and what else `parse` asks for comes with further passes. Of a file at hand only what is asked for is read.
 */
export function rangedExtractor<Facts>(format: RangedFormat<Facts>): ResumableExtractor<Facts> {
  return {
    name: format.name,
    wants: (file, head) => format.wants(file, head),
    begin: (file) => consumer(format, file),
    atHand: (file, readInto) => (file.size > HEAD + TAIL ? null : parseAtHand(format, file, readInto)),
    resume(file, state, parts) {
      const pieces = [...(isPieces(state) ? state : []), ...parts.map(({ offset, bytes }) => ({ offset, bytes }))];
      return parseWith(format, file, pieces);
    },
  };
}

interface Piece {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

function consumer<Facts>(format: RangedFormat<Facts>, file: OfferedFile): Consumer<Facts> {
  const buffer = takeBuffer();
  const pieces = windows(buffer.bytes, file.size);
  let at = 0;
  return {
    push(chunk) {
      for (const { offset, bytes } of pieces) {
        const from = Math.max(offset, at);
        const to = Math.min(offset + bytes.length, at + chunk.length);
        if (from < to) bytes.set(chunk.subarray(from - at, to - at), from - offset);
      }
      at += chunk.length;
      return true;
    },
    end() {
      // The buffer holds what earlier files left where this one brought nothing.
      const answer = at < file.size ? SHORTER : parseWith(format, file, pieces);
      buffer.written = Math.max(buffer.written, Math.min(at, buffer.bytes.length));
      giveBack(buffer);
      return answer;
    },
  };
}

/** Of a file that lies there no more is read than `parse` asks for. */
function parseAtHand<Facts>(format: RangedFormat<Facts>, file: OfferedFile, readInto: ReadInto): Extracted<Facts> {
  const buffer = takeBuffer();
  const pages = pagedFile(buffer, file.size, readInto);
  const answer = format.parse(pages.read, file);
  giveBack(buffer);
  return pages.isShort() ? SHORTER : answer;
}

const SHORTER = { kind: 'unknown', why: 'it became shorter while it was read' } as const;

function windows(buffer: Buffer, size: number): Piece[] {
  if (size <= buffer.length) return [{ offset: 0, bytes: buffer.subarray(0, size) }];
  return [
    { offset: 0, bytes: buffer.subarray(0, HEAD) },
    { offset: size - TAIL, bytes: buffer.subarray(HEAD) },
  ];
}

/** What was looked at travels on as the state, so that the next round does not need it again. */
function parseWith<Facts>(format: RangedFormat<Facts>, file: OfferedFile, pieces: readonly Piece[]): Extracted<Facts> {
  const missing: FileRange[] = [];
  const used: Piece[] = [];
  const answer = format.parse((offset, length) => {
    const wanted = Math.max(0, Math.min(length, file.size - offset));
    if (wanted === 0) return new Uint8Array();
    const piece = pieces.find((each) => each.offset <= offset && offset + wanted <= each.offset + each.bytes.length);
    if (piece === undefined) {
      missing.push({ offset, length: wanted });
      return null;
    }
    const bytes = piece.bytes.subarray(offset - piece.offset, offset - piece.offset + wanted);
    used.push({ offset, bytes });
    return bytes;
  }, file);
  if (missing.length === 0) return answer;
  const ranges = joined(missing);
  const wanted = ranges.reduce((sum, { length }) => sum + length, 0);
  const state = compact(used);
  const known = state.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (wanted + known > format.budget)
    return { kind: 'unknown', why: `reading it needs ${wanted + known} bytes from all over the file, over its budget of ${format.budget}` };
  return { kind: 'ranges', ranges, state };
}

/** Sorted, with overlaps and short gaps joined. */
function joined(ranges: readonly FileRange[]): FileRange[] {
  const result: FileRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.offset - b.offset)) {
    const last = result.at(-1);
    if (last !== undefined && range.offset <= last.offset + last.length + GAP) {
      result[result.length - 1] = { offset: last.offset, length: Math.max(last.length, range.offset + range.length - last.offset) };
    } else {
      result.push(range);
    }
  }
  return result;
}

const GAP = 4096;

/** The used bytes without repetition, copied out of the windows. */
function compact(used: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of used.toSorted((a, b) => a.offset - b.offset || b.bytes.length - a.bytes.length)) {
    const last = result.at(-1);
    if (last !== undefined && piece.offset + piece.bytes.length <= last.offset + last.bytes.length) continue;
    result.push({ offset: piece.offset, bytes: new Uint8Array(piece.bytes) });
  }
  return result;
}

function isPieces(state: unknown): state is readonly Piece[] {
  return (
    Array.isArray(state) && state.every((each: unknown) => typeof each === 'object' && each !== null && 'offset' in each && 'bytes' in each)
  );
}
