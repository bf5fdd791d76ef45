import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { decompress } from './decompress.ts';
import { createTarReader } from './tar-reader.ts';
import { checked, gnuLong, tarEntry, tarOf } from './write-tar.suite.ts';
import { zipOf } from './write-zip.suite.ts';
import { readZipDirectory, type ReadRange } from './zip-directory.ts';
import { readZipMember, zipMemberHead } from './zip-member.ts';

const tars = (): Buffer[] => [
  tarOf(
    { name: 'd/' },
    { name: 'd/f', content: 'x'.repeat(600) },
    { name: 'l', linkName: 'd/f' },
    { name: 'h', flag: '1', linkName: 'd/f' },
  ),
  Buffer.concat([gnuLong('L', 'n'.repeat(300)), gnuLong('K', 'k'.repeat(200)), tarEntry({ name: 'short', linkName: 'x', format: 'gnu' })]),
  tarOf({ name: 'p', content: 'abc', pax: { path: 'päx', size: '3', uid: '2000000', 'SCHILY.xattr.security.capability': 'x' } }),
  tarOf({ name: 's', content: 'headmiddle', pax: { 'GNU.sparse.size': '3000', 'GNU.sparse.map': '0,4,1024,6' } }),
  tarOf({
    name: 's',
    content: `2\n0\n4\n1024\n6\n${'\0'.repeat(499)}headmiddle`,
    pax: { 'GNU.sparse.major': '1', 'GNU.sparse.name': 'r', 'GNU.sparse.realsize': '3000' },
  }),
];
const text = 'some text that repeats, '.repeat(40);

export const fuzzTargets: readonly FuzzTarget[] = [
  { name: 'tar', seeds: tars, run: (input) => void readTar(input) },
  { name: 'tar-fields', seeds: tars, run: (input) => void readTar(withChecksums(input)) },
  {
    name: 'decompress',
    seeds: () => [
      gzipSync(text),
      Buffer.concat([gzipSync(text), gzipSync('b')]),
      zstdCompressSync(text),
      Buffer.concat([zstdCompressSync(text), Buffer.from([0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 9]), zstdCompressSync('b')]),
    ],
    async run(input) {
      await decompress(cut(input), () => true, { transient: true });
    },
  },
  {
    name: 'zip',
    seeds: () => [
      zipOf([
        { name: 'a/b.so', content: text },
        { name: 'c', content: 'c', stored: true },
      ]),
      zipOf([{ name: 'a', content: text }], { zip64: true, before: Buffer.from('#!x\n') }),
    ],
    run: readZip,
  },
];

/** Nearly every damaged header fails its checksum: with that repaired, damage reaches what comes after. */
function withChecksums(input: Uint8Array): Uint8Array {
  const bytes = Buffer.from(input);
  for (let at = 0; at + 512 <= bytes.length; at += 512) {
    const block = bytes.subarray(at, at + 512);
    if (block.toString('latin1', 257, 262) === 'ustar') checked(block);
  }
  return bytes;
}

/** Holes are counted, not written out. */
function readTar(input: Uint8Array): number {
  let bytes = 0;
  const count = (length: number): boolean => ((bytes += length), true);
  const reader = createTarReader({ entry: () => true, data: (chunk) => count(chunk.length), hole: count, end: () => {} });
  for (let at = 0; at < input.length; at += 700) reader.push(input.subarray(at, at + 700));
  reader.finish();
  return bytes;
}

async function* cut(input: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < input.length; at += 100) yield input.subarray(at, at + 100);
}

function readZip(input: Uint8Array): void {
  const read: ReadRange = (offset, length) => input.subarray(offset, offset + length);
  for (const member of readZipDirectory(read, input.length) ?? []) {
    zipMemberHead(read, member);
    readZipMember(read, member, 1 << 20);
  }
}
