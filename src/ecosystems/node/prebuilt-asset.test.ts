import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prebuiltAsset, readAssetSource } from './prebuilt-asset.ts';

const musl = { arch: 'x64', machine: 62, libc: 'musl', alpineRelease: true, nodeAbi: 137 } as const;
const glibc = { ...musl, arch: 'arm64', libc: 'glibc', alpineRelease: false } as const;

test('the file that prebuild-install asks for', () => {
  const sqlite = readAssetSource({
    repository: { type: 'git', url: 'git+https://github.com/TryGhost/node-sqlite3.git' },
    binary: { napi_versions: [3, 6] },
  });
  assert.deepEqual(sqlite, { repository: 'TryGhost/node-sqlite3', host: null, napi: 6 });
  assert.equal(
    prebuiltAsset('sqlite3', '6.0.1', sqlite, musl),
    'https://github.com/TryGhost/node-sqlite3/releases/download/v6.0.1/sqlite3-v6.0.1-napi-v6-linuxmusl-x64.tar.gz',
  );
  const keytar = readAssetSource({ repository: 'github:atom/node-keytar' });
  assert.match(
    prebuiltAsset('@x/keytar', '7.9.0', keytar, glibc) ?? '',
    /\/atom\/node-keytar\/.*\/keytar-v7\.9\.0-node-v137-linux-arm64\.tar\.gz$/,
  );
});

test('a host of its own, no repository, no ABI, and anything else in the fields', () => {
  assert.equal(
    prebuiltAsset('a', '1.0.0', { repository: null, host: 'https://x.example/b/', napi: 3 }, musl),
    'https://x.example/b/a-v1.0.0-napi-v3-linuxmusl-x64.tar.gz',
  );
  assert.equal(prebuiltAsset('a', '1.0.0', { repository: null, host: null, napi: 3 }, musl), 'a-v1.0.0-napi-v3-linuxmusl-x64.tar.gz');
  assert.equal(
    prebuiltAsset(
      'a',
      '1.0.0',
      { repository: null, host: null, napi: null },
      { arch: 'x64', machine: 62, libc: 'musl', alpineRelease: true },
    ),
    null,
  );
  for (const each of [{}, { repository: 7, binary: [] }, { repository: { url: {} }, binary: { host: 1, napi_versions: ['x', -1] } }])
    assert.deepEqual(readAssetSource(each), { repository: null, host: null, napi: null });
});
