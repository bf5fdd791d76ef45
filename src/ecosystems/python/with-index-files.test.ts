import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLockfile } from '../../formats/text/lockfiles/read-lockfile.ts';
import { parseLockTarget } from '../lockfiles/lock-target.ts';
import { selectPython } from './select-python.ts';
import { withIndexFiles } from './with-index-files.ts';

const list = [
  { name: 'My_Pkg-1.0-cp312-cp312-manylinux_2_17_x86_64.whl', hash: 'sha256:aa' },
  { name: 'My_Pkg-1.0.0-cp312-cp312-musllinux_1_2_x86_64.whl', hash: 'sha256:bb', requiresPython: '>=3.12' },
  { name: 'my-pkg-1.0.tar.gz', hash: 'sha256:cc' },
  { name: 'my-pkg-1.0-cp312-cp312-musllinux_1_2_x86_64.whl', hash: 'sha256:dd', yanked: true },
  { name: 'my-pkg-1.1.tar.gz', hash: 'sha256:ee' },
];

test('digests choose among the files of the pinned release', () => {
  assert.deepEqual(verdicts('my.pkg==1.0 --hash=sha256:aa --hash=sha256:bb --hash=sha256:cc', '3.12'), [
    ['prebuilt', 'My_Pkg-1.0.0-cp312-cp312-musllinux_1_2_x86_64.whl'],
  ]);
  assert.deepEqual(verdicts('my.pkg==1.0 --hash=sha256:aa --hash=sha256:cc', '3.12'), [['compiles', undefined]]);
  // One digest pins one artifact, and it is the other family's.
  assert.deepEqual(verdicts('my.pkg==1.0 --hash=sha256:aa', '3.12'), [['fails', undefined]]);
  assert.deepEqual(verdicts('my.pkg==1.0 --hash=sha256:99', '3.12'), [['unknown', undefined]]);
});

test('wheels or source distributions that the file forbids', () => {
  assert.deepEqual(verdicts('--no-binary my-pkg\nmy.pkg==1', '3.12'), [['compiles', undefined]]);
  assert.deepEqual(verdicts('--only-binary=:all:\nmy.pkg==1.1', '3.12'), [['fails', undefined]]);
  assert.deepEqual(verdicts('--only-binary=:all:\n--no-binary my_pkg\nmy.pkg==1.1', '3.12'), [['compiles', undefined]]);
});

test('without digests: the release without its yanked files, and the Pythons that the index names', () => {
  assert.deepEqual(verdicts('my.pkg==1', '3.12'), [['prebuilt', 'My_Pkg-1.0.0-cp312-cp312-musllinux_1_2_x86_64.whl']]);
  assert.deepEqual(verdicts('my.pkg==1.1', '3.12'), [['compiles', undefined]]);
  assert.deepEqual(verdicts('other==1', '3.12'), [['unknown', undefined]]);
});

function verdicts(requirements: string, python: string): readonly (readonly [string, string | undefined])[] {
  const lock = withIndexFiles(readLockfile('requirements.txt', `${requirements}\n`), new Map([['my-pkg', list]]));
  return selectPython(lock, parseLockTarget(`musl@1.2/x86_64+cpython@${python}`)).map(({ verdict, file }) => [verdict, file]);
}
