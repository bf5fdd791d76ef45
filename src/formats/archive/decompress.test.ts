import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { FormatError } from '../format-error.ts';
import { isFormatError } from './collect-tar.suite.ts';
import { decompress } from './decompress.ts';

const text = Buffer.from('hello '.repeat(3000));
const noise = randomBytes(3 << 20);
const skippable = Buffer.concat([Buffer.from([0x53, 0x2a, 0x4d, 0x18, 5, 0, 0, 0]), Buffer.from('skip!')]);
const gzipped = gzipSync(noise);

describe('decompression by magic', () => {
  const sound: Readonly<Record<string, readonly [Buffer, string, Buffer]>> = {
    'plain bytes': [text, 'plain', text],
    'nothing at all': [Buffer.alloc(0), 'plain', Buffer.alloc(0)],
    'one byte': [Buffer.from('x'), 'plain', Buffer.from('x')],
    gzip: [gzipped, 'gzip', noise],
    'gzip of nothing': [gzipSync(''), 'gzip', Buffer.alloc(0)],
    'gzip of two members': [Buffer.concat([gzipSync(noise), gzipSync(text)]), 'gzip', Buffer.concat([noise, text])],
    'gzip of 300 members': [Buffer.concat(Array.from({ length: 300 }, () => gzipSync('ab'))), 'gzip', Buffer.from('ab'.repeat(300))],
    'gzip padded with zeros': [Buffer.concat([gzipSync(text), Buffer.alloc(70_000)]), 'gzip', text],
    zstd: [zstdCompressSync(noise), 'zstd', noise],
    'zstd of many frames, skippable ones between': [
      Buffer.concat([skippable, zstdCompressSync(noise), skippable, skippable, zstdCompressSync(text), zstdCompressSync(''), skippable]),
      'zstd',
      Buffer.concat([noise, text]),
    ],
    'zstd of 300 frames': [Buffer.concat(Array.from({ length: 300 }, () => zstdCompressSync('ab'))), 'zstd', Buffer.from('ab'.repeat(300))],
    'a skippable frame alone': [skippable, 'zstd', Buffer.alloc(0)],
  };
  for (const [name, [stored, encoding, expected]] of Object.entries(sound)) {
    test(name, async () => {
      for (const piece of [1, 7, 1000, 65_536, 1 << 20]) {
        if (piece < 65_536 && stored.length > 100_000) continue;
        const chunks: Buffer[] = [];
        const result = await decompress(pieces(stored, piece), (chunk) => chunks.push(Buffer.from(chunk)) > 0, { transient: true });
        assert.deepEqual(result, { encoding, stored: stored.length, expanded: expected.length, complete: true });
        assert.ok(Buffer.concat(chunks).equals(expected));
      }
    });
  }

  const flipped = Buffer.from(gzipped);
  flipped[1 << 20] = (flipped[1 << 20] ?? 0) ^ 4;
  const zstdFlipped = zstdCompressSync(noise, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  zstdFlipped[1 << 20] = (zstdFlipped[1 << 20] ?? 0) ^ 0xff;
  const broken: Readonly<Record<string, readonly [Buffer, string]>> = {
    'truncated gzip': [gzipped.subarray(0, 2 << 20), 'compressed-truncated'],
    'gzip without its last bytes': [gzipped.subarray(0, -3), 'compressed-truncated'],
    'a gzip header alone': [gzipped.subarray(0, 10), 'compressed-truncated'],
    'flipped bit in gzip': [flipped, 'compressed-damaged'],
    'garbage behind gzip': [Buffer.concat([gzipSync(text), Buffer.from('garbage')]), 'compressed-damaged'],
    'a member behind the zero padding': [Buffer.concat([gzipSync(text), Buffer.alloc(9), gzipSync(text)]), 'compressed-trailing'],
    'truncated zstd': [zstdCompressSync(noise).subarray(0, 1 << 20), 'zstd-truncated'],
    'truncated small zstd': [zstdCompressSync(text).subarray(0, 20), 'zstd-truncated'],
    'truncated second frame': [Buffer.concat([zstdCompressSync(text), zstdCompressSync(text).subarray(0, 9)]), 'zstd-truncated'],
    'garbage behind zstd': [Buffer.concat([zstdCompressSync(text), Buffer.from('garbage')]), 'zstd-bad-magic'],
    xz: [Buffer.from('\xfd7zXZ\0…', 'latin1'), 'unsupported-compression'],
    bzip2: [Buffer.from('BZh91AY&SY'), 'unsupported-compression'],
  };
  for (const [name, [stored, code]] of Object.entries(broken)) {
    test(`${name} is refused and never hangs`, { timeout: 20_000 }, async () => {
      for (const piece of [65_536, 1 << 22])
        await assert.rejects(
          decompress(pieces(stored, piece), () => true),
          isFormatError(code),
        );
    });
  }

  test('zstd damage is an error of this reader too', async () => {
    await assert.rejects(
      decompress(pieces(zstdFlipped, 65_536), () => true),
      FormatError,
    );
  });

  test('more than 1000:1 beyond 1 GiB is a bomb', { timeout: 60_000 }, async () => {
    // Runs of one byte in zstd blocks (RFC 8878, 3.1.1.2.2): four bytes make 128 KiB.
    const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]);
    const run = Buffer.from([0x02, 0x00, 0x10, 0x41]);
    const bomb = Buffer.concat([header, ...Array.from({ length: 9000 }, () => run), Buffer.from([0x03, 0x00, 0x10, 0x41])]);
    let expanded = 0;
    await assert.rejects(
      decompress(pieces(bomb, 1 << 20), (chunk) => (expanded += chunk.length) > 0, { transient: true }),
      isFormatError('decompression-bomb'),
    );
    assert.ok(expanded <= 2 ** 30 + (1 << 20));
  });

  test('output waits for room, also in the middle of a chunk', { timeout: 20_000 }, async () => {
    const zeros = Buffer.alloc(64 << 20);
    for (const stored of [gzipSync(zeros), zstdCompressSync(zeros)]) {
      let held = 0;
      let most = 0;
      let expanded = 0;
      const sink = (chunk: Buffer): boolean => {
        held += chunk.length;
        expanded += chunk.length;
        most = Math.max(most, held);
        return true;
      };
      const room = (): Promise<void> => new Promise((resolve) => setImmediate(() => resolve(void (held = 0))));
      await decompress(pieces(stored, 1 << 20), sink, { room });
      assert.equal(expanded, zeros.length);
      assert.ok(most <= 4 << 20, `${most} bytes were given out without room`);
    }
  });

  test('a sink that has enough ends the reading, one that throws is heard', { timeout: 20_000 }, async () => {
    let closed = false;
    async function* watched(): AsyncGenerator<Uint8Array> {
      try {
        yield* pieces(gzipped, 65_536);
      } finally {
        closed = true;
      }
    }
    assert.equal((await decompress(watched(), () => false)).complete, false);
    assert.ok(closed);
    const refuse = (): never => {
      throw new FormatError('not-wanted', 0, 'no');
    };
    for (const stored of [gzipped, zstdCompressSync(noise), text])
      await assert.rejects(decompress(pieces(stored, 65_536), refuse), isFormatError('not-wanted'));
  });

  test('a source that fails is heard', { timeout: 20_000 }, async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield gzipped.subarray(0, 1000);
      throw new Error('connection lost');
    }
    await assert.rejects(
      decompress(failing(), () => true),
      /connection lost/,
    );
  });
});

async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}
