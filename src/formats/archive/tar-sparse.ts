import { FormatError } from '../format-error.ts';
import { number } from './tar-header.ts';
import { decimal } from './tar-pax.ts';
import type { PaxValues } from './tar-pax.ts';

/** Where the stored bytes of a sparse file belong: sorted, without overlaps, inside `size`. */
export interface SparseMap {
  /** Bytes of the expanded file. */
  readonly size: number;
  /** Offset and length in turn. */
  readonly parts: readonly number[];
}

/** A file that is this torn is taken for an attack on memory. */
const MOST_PARTS = 1_000_000;

/** Old GNU format (type `S`): four pairs in the header at 386, then 21 in each extension block; returns whether another block follows. */
export function readOldSparse(block: Buffer, kind: 'header' | 'extension', offset: number, parts: number[]): boolean {
  const [start, count, more] = kind === 'header' ? [386, 4, 482] : [0, 21, 504];
  for (let i = 0; i < count; i++) {
    const at = start + i * 24;
    if (block[at] === 0) break;
    parts.push(number(block, at, 12, offset), number(block, at + 12, 12, offset));
  }
  boundParts(parts.length / 2, offset);
  return block[more] !== 0;
}

/** The expanded size in an old GNU sparse header. */
export function oldSparseSize(block: Buffer, offset: number): number {
  return number(block, 483, 12, offset);
}

/**
 * What PAX records say about sparseness: null when they say nothing, `in-data` when the map stands before the file's bytes (format 1.0).
 * @throws FormatError `tar-bad-sparse`, `tar-bad-pax`
 */
export function paxSparse(pax: PaxValues, offset: number): SparseMap | { readonly inData: true; readonly size: number } | null {
  const size = pax.sparse.get('realsize') ?? pax.sparse.get('size');
  if (size === undefined) return null;
  const expanded = decimal(size, offset);
  if (pax.sparse.get('major') === '1') return { inData: true, size: expanded };
  const map = pax.sparse.get('map');
  const parts = map === undefined ? pax.sparsePairs : map === '' ? [] : map.split(',').map((part) => decimal(part, offset));
  return { size: expanded, parts };
}

/**
 * Reads the map of format 1.0, which stands in front of the file's bytes as decimal lines (count, then offset and length in turn), padded
 * to whole blocks. Push block after block until it returns the parts.
 * @throws FormatError `tar-bad-sparse`, `tar-bad-pax`
 */
export function sparseMapReader(): { push(block: Buffer, offset: number): readonly number[] | null } {
  const parts: number[] = [];
  let count = -1;
  let rest = '';
  return {
    push(block, offset) {
      const lines = (rest + block.toString('latin1')).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        if (count === -1) boundParts((count = decimal(line, offset)), offset);
        else if (parts.length < count * 2) parts.push(decimal(line, offset));
      }
      if (count === -1 && rest.length > 20) fail(offset);
      return count !== -1 && parts.length === count * 2 ? parts : null;
    },
  };
}

/** @throws FormatError `tar-bad-sparse` when the map contradicts itself or the number of stored bytes */
export function checkSparse(map: SparseMap, stored: number, offset: number): SparseMap {
  if (map.parts.length % 2 !== 0) fail(offset);
  let at = 0;
  let bytes = 0;
  for (let i = 0; i < map.parts.length; i += 2) {
    const start = map.parts[i]!;
    const length = map.parts[i + 1]!;
    if (start < at || start + length > map.size) fail(offset);
    at = start + length;
    bytes += length;
  }
  if (bytes !== stored) fail(offset);
  return map;
}

function boundParts(count: number, offset: number): void {
  if (count > MOST_PARTS) throw new FormatError('tar-bad-sparse', offset, `a sparse file of more than ${MOST_PARTS} parts`);
}

function fail(offset: number): never {
  throw new FormatError('tar-bad-sparse', offset, 'the map of a sparse file is inconsistent');
}
