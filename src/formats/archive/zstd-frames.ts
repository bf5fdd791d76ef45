import { FormatError } from '../format-error.ts';

/** A piece of a zstd stream: `last` says that the frame ends with it. `skippable` frames hold no content. */
export interface ZstdPiece {
  readonly bytes: Buffer;
  readonly first: boolean;
  readonly last: boolean;
  readonly skippable: boolean;
}

/**
 * Finds where zstd frames begin and end (RFC 8878) without decoding them, because node:zlib decodes one frame only and says nothing of
 * the rest (nodejs/node 64741).
 * `push` returns the pieces of the given chunk in order; `finish` throws when the input ends inside a frame.
 *
 * @throws FormatError `zstd-bad-magic`, `zstd-bad-block`, `zstd-truncated`
 */
export function createZstdWalker(): { push(chunk: Buffer): ZstdPiece[]; finish(): void } {
  let offset = 0;
  let state: State = 'magic';
  let skippable = false;
  let checksum = false;
  let lastBlock = false;
  /** Bytes of the field that is being read, and how many it needs. */
  let field = Buffer.alloc(18);
  let filled = 0;
  let need = 4;
  /** Bytes to pass over before the next field. */
  let left = 0;

  function expect(next: State, bytes: number): void {
    state = next;
    need = bytes;
    filled = 0;
  }

  /** Returns true at the end of a frame. */
  function take(): boolean {
    if (state === 'magic') {
      const magic = field.readUInt32LE(0);
      skippable = isSkippable(magic);
      if (!skippable && magic !== ZSTD_MAGIC) throw new FormatError('zstd-bad-magic', offset - 4, 'these bytes are no zstd frame');
      if (skippable) expect('skip-size', 4);
      else expect('descriptor', 1);
      return false;
    }
    if (state === 'skip-size') {
      left = field.readUInt32LE(0);
      return frameEndsAfter('skipped');
    }
    if (state === 'descriptor') {
      checksum = (field[0]! & 4) !== 0;
      expect('frame-header', frameHeaderRest(field[0]!));
      return false;
    }
    if (state === 'frame-header') {
      expect('block', 3);
      return false;
    }
    return takeBlock(field.readUIntLE(0, 3));
  }

  function takeBlock(header: number): boolean {
    const type = (header >> 1) & 3;
    if (type === 3) throw new FormatError('zstd-bad-block', offset - 3, 'a zstd block of the reserved type');
    lastBlock = (header & 1) !== 0;
    left = type === 1 ? 1 : header >>> 3;
    if (lastBlock && checksum) left += 4;
    return lastBlock ? frameEndsAfter('skipped') : (expect('block', 3), false);
  }

  function frameEndsAfter(next: State): boolean {
    if (left > 0) {
      state = next;
      return false;
    }
    expect('magic', 4);
    return true;
  }

  let first = true;

  function push(chunk: Buffer): ZstdPiece[] {
    const pieces: ZstdPiece[] = [];
    let from = 0;
    let at = 0;
    const cut = (last: boolean): void => {
      if (at > from) pieces.push({ bytes: chunk.subarray(from, at), first, last, skippable });
      first = last;
      from = at;
    };
    while (at < chunk.length) {
      let ends = false;
      if (left > 0) {
        const step = Math.min(left, chunk.length - at);
        left -= step;
        at += step;
        offset += step;
        if (left === 0 && state === 'skipped') ends = frameEndsAfter('skipped');
      } else {
        field[filled++] = chunk[at++]!;
        offset++;
        if (filled === need) ends = take();
      }
      if (ends) cut(true);
    }
    cut(false);
    return pieces;
  }

  return {
    push,
    finish() {
      if (state !== 'magic' || filled > 0) throw new FormatError('zstd-truncated', offset, 'the zstd data ends inside a frame');
    },
  };
}

type State = 'magic' | 'skip-size' | 'descriptor' | 'frame-header' | 'block' | 'skipped';

const ZSTD_MAGIC = 0xfd2fb528;

export function isSkippable(magic: number): boolean {
  return magic >>> 4 === 0x184d2a5;
}

/** Bytes of the frame header after its descriptor: window, dictionary, content size. */
function frameHeaderRest(descriptor: number): number {
  const single = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3]!;
  const size = [single ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  return (single ? 0 : 1) + dictionary + size;
}
