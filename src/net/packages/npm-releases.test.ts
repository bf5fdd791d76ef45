import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { npmReleases, readNpmReleases } from './npm-releases.ts';

test('one release, several and none, as npm prints them', () => {
  assert.deepEqual(readNpmReleases('{"version":"1.0.0","optionalDependencies":{"a-linux-x64-musl":"1.0.0"}}'), [
    { version: '1.0.0', optionalDependencies: ['a-linux-x64-musl'] },
  ]);
  assert.deepEqual(readNpmReleases('[{"version":"1.0.0"},{"version":"1.1.0","optionalDependencies":null}]'), [
    { version: '1.0.0', optionalDependencies: [] },
    { version: '1.1.0', optionalDependencies: [] },
  ]);
  assert.deepEqual([readNpmReleases(''), readNpmReleases('["1.0.0", 3, null]')], [null, []]);
});

test('whatever is answered, nothing is thrown', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readNpmReleases(text)));
});

test('only names and versions of a registry are passed on', async () => {
  for (const [name, version] of [
    ['../x', '1.0.0'],
    ['-g', '1.0.0'],
    ['a b', '1.0.0'],
    ['a', 'latest'],
    ['a', '1 || 2'],
  ] as const)
    // prettier-ignore
    assert.equal(await npmReleases(name, version, { PATH: '/nonexistent' }), null);
  await assert.rejects(npmReleases('a', '1.0.0', { PATH: '/nonexistent' }), { code: 'no-npm' });
});
