import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { tarOf } from '../formats/archive/write-tar.suite.ts';
import { bytesSuite, BYTES_SUITE_FILES } from '../tree/bytes.suite.ts';
import { treeSuite, TREE_SUITE_FILES } from '../tree/tree.suite.ts';
import { imageOf, tarLiterals } from './layers.suite.ts';

treeSuite('image of one layer', async () => (await imageOf([tarLiterals(TREE_SUITE_FILES)])).tree);
treeSuite('image of a layer for each entry', async () => (await imageOf(tarLiterals(TREE_SUITE_FILES).map((entry) => [entry]))).tree);
treeSuite('tar of a root file system', async () => (await imageOf([tarLiterals(TREE_SUITE_FILES)], { layered: false })).tree);

const keeps = (path: string): boolean => path === '/etc/os-release';
bytesSuite('image', async () => imageOf([tarLiterals(BYTES_SUITE_FILES)], { keeps }));
bytesSuite('image of gzip layers', async () =>
  imageOf(
    tarLiterals(BYTES_SUITE_FILES).map((entry) => gzipSync(tarOf(entry))),
    { keeps },
  ),
);

describe('identities', () => {
  const layer = [
    { name: 'a', content: 'x' },
    { name: 'b', content: 'x' },
  ];
  const identities = async (...layers: Parameters<typeof imageOf>[0]): Promise<Record<string, string>> =>
    Object.fromEntries([...(await imageOf(layers)).tree.entries()].map(({ path, identity }) => [path, identity]));

  test('images that share a layer agree on its files', async () => {
    const one = await identities(layer, [{ name: 'c' }]);
    const two = await identities([{ name: 'd' }], layer);
    assert.equal(one['/a'], two['/a']);
    assert.notEqual(one['/a'], one['/b']);
    assert.notEqual(one['/c'], two['/d']);
  });

  test('a layer that comes twice brings other files the second time', async () => {
    const all = await identities(layer, [{ name: 'c', flag: '1', linkName: 'a' }], layer);
    assert.notEqual(all['/a'], all['/c']);
  });
});

describe('content by the final path', () => {
  test('a file that is kept under a name that only merging gives it', async () => {
    const rootfs = await imageOf(
      [
        [
          { name: 'usr/lib/' },
          { name: 'lib', linkName: 'usr/lib' },
          { name: 'var/real-status', content: 'Package: a\n' },
          { name: 'etc/release.d', content: 'ID=x\n' },
        ],
        [
          { name: 'lib/db', content: 'db' },
          { name: 'var/status', flag: '1', linkName: 'var/real-status' },
          { name: 'etc/os-release', linkName: 'release.d' },
        ],
      ],
      { keeps: (path) => ['/usr/lib/db', '/var/status', '/etc/os-release'].includes(path) },
    );
    const read = (path: string): string => {
      const found = rootfs.tree.lookup(path);
      assert.ok(found.ok);
      return Buffer.from(rootfs.bytes.read(found.entry.identity, 0, 100) ?? 'unread').toString();
    };
    assert.deepEqual(['/usr/lib/db', '/var/status', '/etc/os-release'].map(read), ['db', 'Package: a\n', 'ID=x\n']);
    assert.equal(rootfs.read.passes, 3);
  });
});

describe('what was read', () => {
  test('sums, an absent layer, names that cannot be', async () => {
    const rootfs = await imageOf([
      [{ name: 'a', content: 'x' }, { name: `d/${'n'.repeat(90)}` }, { name: 'x', pax: { path: `d/${'n'.repeat(256)}` } }],
      null,
    ]);
    assert.deepEqual(
      { ...rootfs.read },
      {
        layers: 2,
        stored: 4096,
        bytes: 4096,
        files: 2,
        passes: 1,
        complete: false,
        notes: [
          { kind: 'unnameable', layer: 0, count: 1 },
          { kind: 'layer-absent', layer: 1, why: 'not here' },
        ],
      },
    );
  });
});
