import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { FormatError } from '../format-error.ts';
import { parseChiselManifest } from './chisel-manifest.ts';

const WALL = `{"jsonwall":"1.0","schema":"1.0","count":7}
{"kind":"content","slice":"base-files_base","path":"/bin"}
{"kind":"package","name":"libc6","version":"2.39-0ubuntu8.4","sha256":"00","arch":"amd64"}
{"kind":"path","path":"/etc/","mode":"0755","slices":["base-files_base","libc6_config"]}
{"kind":"path","path":"/usr/lib/x86_64-linux-gnu/libc.so.6","mode":"0755","slices":["libc6_libs"],"sha256":"00","size":2125328}
{"kind":"slice","name":"libc6_libs"}
{"kind":"later","name":"unknown kinds are passed over"}
`;

test('packages, slices and paths', () => {
  assert.deepEqual(parseChiselManifest(zstdCompressSync(WALL)), {
    packages: [{ name: 'libc6', version: '2.39-0ubuntu8.4', architecture: 'amd64' }],
    slices: ['libc6_libs'],
    paths: [
      { path: '/etc/', slices: ['base-files_base', 'libc6_config'] },
      { path: '/usr/lib/x86_64-linux-gnu/libc.so.6', slices: ['libc6_libs'] },
    ],
  });
});

test('what is no manifest', () => {
  const refused = (bytes: Uint8Array, code: string): void =>
    assert.throws(
      () => parseChiselManifest(bytes),
      (error) => error instanceof FormatError && error.code === code,
    );
  refused(new TextEncoder().encode(WALL), 'chisel-bad-zstd');
  refused(zstdCompressSync('{"kind":"package"}\n'), 'chisel-bad-header');
  refused(zstdCompressSync(`${WALL}[1]\n`), 'chisel-bad-line');
  refused(zstdCompressSync(`${WALL}{\n`), 'chisel-bad-line');
  refused(zstdCompressSync(Buffer.alloc(65 << 20)), 'chisel-bad-zstd');
});
