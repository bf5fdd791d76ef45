import { constants, createGunzip, createZstdDecompress, zstdDecompressSync } from 'node:zlib';
import { FormatError } from '../format-error.ts';
import { createZlibStage, OUTPUT_CHUNK } from './zlib-stage.ts';
import type { Outlet, ZlibStage } from './zlib-stage.ts';
import { createZstdWalker, isSkippable } from './zstd-frames.ts';
import type { ZstdPiece } from './zstd-frames.ts';

export type Encoding = 'gzip' | 'zstd' | 'plain';

export interface Decompressed {
  readonly encoding: Encoding;
  /** Bytes read and bytes given out. */
  readonly stored: number;
  readonly expanded: number;
  /** False when the sink wanted no more. */
  readonly complete: boolean;
}

/**
 * Decompresses by the bytes' own magic, whatever a media type says: gzip of any number of members, zstd of any number of frames, or plain
 * bytes as they are. `sink` gets chunks of at most 1 MiB, which are its own; when it returns false, reading stops.
 *
 * @throws FormatError `compressed-truncated`, `compressed-damaged`, `zstd-…`, `decompression-bomb`, `unsupported-compression`; and what `sink` throws
 */
export async function decompress(
  source: AsyncIterable<Uint8Array>,
  sink: (chunk: Buffer) => boolean,
  { onStored, transient = false, room }: DecompressOptions = {},
): Promise<Decompressed> {
  let stored = 0;
  let expanded = 0;
  let wanted = true;
  let decoder: ZlibStage | null = null;
  let encoding: Encoding = 'plain';

  function output(chunk: Buffer): void {
    expanded += chunk.length;
    if (expanded > BOMB_FLOOR && expanded > stored * BOMB_RATIO) {
      throw new FormatError('decompression-bomb', stored, `${stored} compressed bytes expand to more than ${BOMB_RATIO} times their size`);
    }
    if (wanted && !sink(chunk)) wanted = false;
  }

  try {
    for await (const chunk of withWholeMagic(source)) {
      if (decoder === null) {
        encoding = encodingOf(chunk);
        decoder = stageFor(encoding, { where: () => stored, sink: output, transient, ...(room !== undefined && { room }) });
      }
      stored += chunk.length;
      onStored?.(chunk, encoding);
      await decoder.write(chunk);
      if (!wanted) break;
    }
    if (wanted) await decoder?.end();
  } finally {
    decoder?.destroy();
  }
  return { encoding, stored, expanded, complete: wanted };
}

export interface DecompressOptions {
  /** Sees the bytes as they are stored, before they are decoded. */
  readonly onStored?: (chunk: Uint8Array, encoding: Encoding) => void;
  /** The sink looks at a chunk only while it is called: the memory is then used again, which keeps a whole run small. */
  readonly transient?: boolean;
  /** Asked after each piece of output: decoding goes on once the promise resolves. Else one chunk may give out a gigabyte. */
  readonly room?: () => Promise<void> | undefined;
}

/** More than 1000:1 beyond 1 GiB is no layer that anybody built. */
const BOMB_FLOOR = 2 ** 30;
const BOMB_RATIO = 1000;
/** Output of this size at most is decoded in one call, which is what makes zstd:chunked (a frame for each file) fast. */
const SMALL_FRAME = 1 << 17;

/** @throws FormatError `unsupported-compression` */
export function encodingOf(head: Uint8Array): Encoding {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 6));
  if (bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  if (bytes.length >= 4 && (bytes.readUInt32LE(0) === 0xfd2fb528 || isSkippable(bytes.readUInt32LE(0)))) return 'zstd';
  for (const [name, magic] of UNSUPPORTED) {
    if (bytes.toString('latin1').startsWith(magic))
      throw new FormatError('unsupported-compression', 0, `${name} compression is not supported`);
  }
  return 'plain';
}

const UNSUPPORTED: readonly (readonly [string, string])[] = [
  ['xz', '\xfd7zXZ\0'],
  ['bzip2', 'BZh'],
  ['lz4', '\x04\x22\x4d\x18'],
];

/** The first chunk holds at least six bytes, if there are that many. */
async function* withWholeMagic(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | null = Buffer.alloc(0);
  for await (const chunk of source) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    if (head.length < 6) continue;
    yield head;
    head = null;
  }
  if (head !== null && head.length > 0) yield head;
}

function stageFor(encoding: Encoding, outlet: Outlet): ZlibStage {
  if (encoding === 'gzip') return createZlibStage(createGunzip({ chunkSize: OUTPUT_CHUNK }), outlet);
  if (encoding === 'zstd') return zstdStage(outlet);
  return {
    async write(chunk) {
      outlet.sink(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      await outlet.room?.();
    },
    async end() {},
    destroy() {},
  };
}

/** A decoder of its own for each frame. */
function zstdStage(outlet: Outlet): ZlibStage {
  const walker = createZstdWalker();
  let frame: ZlibStage | null = null;

  async function writePiece(piece: ZstdPiece): Promise<void> {
    if (piece.skippable) return;
    if (frame === null && piece.first && piece.last && piece.bytes.length <= SMALL_FRAME) {
      const whole = decodeSmall(piece.bytes, outlet.where());
      if (whole !== null) {
        outlet.sink(whole);
        await outlet.room?.();
        return;
      }
    }
    frame ??= createZlibStage(createZstdDecompress({ chunkSize: OUTPUT_CHUNK, params: { [constants.ZSTD_d_windowLogMax]: 27 } }), outlet);
    await frame.write(piece.bytes);
    if (!piece.last) return;
    await frame.end();
    frame = null;
  }

  return {
    async write(chunk) {
      for (const piece of walker.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))) await writePiece(piece);
    },
    async end() {
      walker.finish();
    },
    destroy: () => frame?.destroy(),
  };
}

/** Null when it is not small after all. */
function decodeSmall(frame: Buffer, offset: number): Buffer | null {
  try {
    return zstdDecompressSync(frame, { maxOutputLength: OUTPUT_CHUNK });
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw new FormatError('compressed-damaged', offset, 'the compressed data is damaged', cause);
  }
}
