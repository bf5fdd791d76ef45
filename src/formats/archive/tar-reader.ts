import { FormatError } from '../format-error.ts';
import type { TarEntry, TarHandler, TarReader } from './tar-entry.ts';
import { createEntryBuilder } from './tar-entry-builder.ts';
import { BLOCK, decodeTarHeader } from './tar-header.ts';

/**
 * Reads a tar archive that is pushed in pieces of any size; nothing is copied but what crosses a piece's edge. Reads v7, ustar, star, GNU
 * and PAX with their sparse files. Ends at two zero blocks and ignores what follows; missing end blocks and missing padding are
 * accepted, as Go's archive/tar (so every container engine) does.
 *
 * `push` and `finish` throw FormatError: `tar-truncated`, `tar-bad-checksum`, `tar-bad-number`, `tar-bad-pax`, `tar-bad-sparse`,
 * `tar-extension-too-long`, `tar-lone-zero-block`, `tar-multi-volume`.
 */
export function createTarReader(handler: TarHandler): TarReader {
  const builder = createEntryBuilder();
  let offset = 0;
  /** Bytes that the next step needs at once; `gathered` of them are in `carry`. */
  let need = BLOCK;
  let carry = Buffer.alloc(BLOCK);
  let gathered = 0;
  let current: TarEntry | null = null;
  let content: Content | null = null;
  let left = 0;
  let padding = 0;
  let zeroBlocks = 0;

  function push(piece: Uint8Array): void {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let at = 0;
    while (at < chunk.length) {
      if (zeroBlocks === 2) {
        offset += chunk.length - at;
        return;
      }
      const here = left > 0 ? passContent(chunk, at) : padding > 0 ? passPadding(chunk, at) : gather(chunk, at);
      offset += here - at;
      at = here;
      if (left === 0 && current !== null) closeEntry();
    }
  }

  function passContent(chunk: Buffer, at: number): number {
    const end = Math.min(at + left, chunk.length);
    left -= end - at;
    if (content !== null && !content(chunk.subarray(at, end))) content = null;
    return end;
  }

  function passPadding(chunk: Buffer, at: number): number {
    const end = Math.min(at + padding, chunk.length);
    padding -= end - at;
    return end;
  }

  function gather(chunk: Buffer, at: number): number {
    const wanted = need;
    if (gathered === 0 && chunk.length - at >= wanted) {
      step(chunk.subarray(at, at + wanted), offset);
      return at + wanted;
    }
    if (carry.length < wanted) carry = Buffer.alloc(wanted);
    const end = Math.min(at + wanted - gathered, chunk.length);
    chunk.copy(carry, gathered, at, end);
    gathered += end - at;
    if (gathered === wanted) {
      gathered = 0;
      step(carry.subarray(0, wanted), offset + (end - at) - wanted);
    }
    return end;
  }

  /** `block` holds exactly the bytes that were needed: a header, the body of an extension, or a block of a sparse map. */
  function step(block: Buffer, at: number): void {
    const next = builder.expectsHeader() ? readHeader(block, at) : builder.continue(block, at);
    if (next === null) return;
    need = next.need;
    if (next.entry !== null) openEntry(next.entry);
  }

  function readHeader(block: Buffer, at: number): ReturnType<typeof builder.continue> | null {
    const header = decodeTarHeader(block, at);
    if (header === null) {
      zeroBlocks++;
      return null;
    }
    if (zeroBlocks > 0)
      throw new FormatError('tar-lone-zero-block', at, 'a single block of zeros stands between the entries of a tar archive');
    return builder.start(header, block, at);
  }

  function openEntry(entry: TarEntry): void {
    current = entry;
    left = entry.stored;
    padding = -(entry.dataOffset + entry.stored) & (BLOCK - 1);
    content = handler.entry(entry) ? contentOf(handler, entry) : null;
    if (left === 0) closeEntry();
  }

  function closeEntry(): void {
    current = null;
    if (content === null) return;
    content(null);
    handler.end();
    content = null;
  }

  return {
    push,
    finish() {
      if (zeroBlocks === 2) return;
      if (left > 0 || gathered > 0 || !builder.atRest())
        throw new FormatError('tar-truncated', offset, 'the tar archive ends inside an entry');
    },
    offset: () => offset,
    ended: () => zeroBlocks === 2,
    skippable: () => (content === null ? left + padding : 0),
    skip(count) {
      const fromContent = Math.min(count, left);
      left -= fromContent;
      padding -= count - fromContent;
      offset += count;
      if (left === 0 && current !== null) closeEntry();
    },
  };
}

/** Passes on stored bytes, or with null what comes after the last of them; false when the handler wants no more. */
type Content = (stored: Buffer | null) => boolean;

function contentOf(handler: TarHandler, entry: TarEntry): Content {
  if (entry.parts === undefined) return (stored) => stored === null || handler.data(stored);
  return expanded(handler, entry.parts, entry.size);
}

function expanded(handler: TarHandler, parts: readonly number[], size: number): Content {
  let part = 0;
  let at = 0;
  function holeTo(end: number): boolean {
    const length = end - at;
    at = end;
    return length <= 0 || handler.hole(length);
  }
  return (stored) => {
    if (stored === null) return holeTo(size);
    for (let from = 0; from < stored.length;) {
      while (part + 2 < parts.length && at >= parts[part]! + parts[part + 1]!) part += 2;
      if (at < parts[part]! && !holeTo(parts[part]!)) return false;
      const length = Math.min(stored.length - from, parts[part]! + parts[part + 1]! - at);
      if (!handler.data(stored.subarray(from, from + length))) return false;
      from += length;
      at += length;
    }
    return true;
  };
}
