import assert from 'node:assert/strict';
import { test } from 'node:test';
import { npmIndex } from './ask-npm-index.ts';

const release = (
  version: string,
  ...optionalDependencies: readonly string[]
): { version: string; optionalDependencies: readonly string[] } => ({
  version,
  optionalDependencies,
});

test('the nearest later release with a build for the C library and the machine', () => {
  const index = npmIndex(
    new Map([
      [
        'a',
        [
          release('1.10.0', 'a-linux-x64-musl', 'a-linux-x64-gnu'),
          release('1.2.0', 'a-linux-x64-gnu', 'a-linux-arm64-musl'),
          release('1.9.0-rc.1', 'a-linux-x64-musl'),
          release('0.9.0', 'a-linux-x64-musl'),
          release('1.3.0', 'a-linuxmusl-x64', 'a-win32-x64-msvc'),
          release('not a version', 'a-linux-x64-musl'),
        ],
      ],
    ]),
  );
  const newer = (version: string, family: 'musl' | 'glibc', arch: string): unknown => index.newer({ name: 'a', version }, { family, arch });
  assert.deepEqual(newer('1.0.0', 'musl', 'x64'), { version: '1.3.0', build: 'a-linuxmusl-x64' });
  assert.deepEqual(newer('1.3.0', 'musl', 'x64'), { version: '1.10.0', build: 'a-linux-x64-musl' });
  assert.deepEqual(newer('1.0.0', 'musl', 'arm64'), { version: '1.2.0', build: 'a-linux-arm64-musl' });
  assert.deepEqual(newer('1.0.0', 'glibc', 'x64'), { version: '1.2.0', build: 'a-linux-x64-gnu' });
  assert.deepEqual([newer('1.10.0', 'musl', 'x64'), newer('1.0.0', 'musl', 's390x')], [null, null]);
  assert.equal(index.newer({ name: 'b', version: '1.0.0' }, { family: 'musl', arch: 'x64' }), null);
});
