import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Lockfile } from '../lockfile.ts';
import { readLockfile } from '../read-lockfile.ts';
import { samples } from '../samples.suite.ts';

test('uv.lock: forks, groups and extras, direct URLs percent-decoded', () => {
  const lock = read('uv.lock');
  assert.equal(lock.version, '1.3');
  assert.equal(lock.requiresPython, '>=3.11');
  const [app, older, newer, torch] = lock.packages;
  assert.deepEqual(
    app?.edges.map(({ id, marker, extra, development }) => [id, marker, extra, development]),
    [
      ['1', "python_full_version < '3.12'", undefined, undefined],
      ['2', "python_full_version >= '3.12'", undefined, undefined],
      ['3', undefined, 'x', undefined],
      ['3', undefined, undefined, true],
    ],
  );
  assert.deepEqual(older?.files, [{ name: 'numpy-2.4.6.tar.gz', hash: 'sha256:00' }]);
  assert.equal(older?.marker, "(python_full_version < '3.12')");
  assert.equal(newer?.files?.[0]?.name, 'numpy-2.5.5-cp312-cp312-musllinux_1_2_x86_64.whl');
  assert.deepEqual([torch?.source, torch?.files?.[0]?.name], ['url', 'torch-2.0+cpu-cp312-cp312-linux_x86_64.whl']);
});

test('poetry.lock: markers per package or per group, files here or in the metadata', () => {
  const lock = read('poetry.lock 2.1');
  const [numpy, cffi] = lock.packages;
  assert.equal(numpy?.marker, 'python_version >= "3.12"');
  assert.equal(numpy?.development, undefined);
  assert.equal(numpy?.files?.length, 2);
  assert.deepEqual(numpy?.edges, [{ name: 'cffi', id: '1', wanted: '>=1', marker: 'os_name == "posix"', extras: ['x'] }]);
  assert.deepEqual([cffi?.marker, cffi?.development], ['(sys_platform == "linux")', true]);
  const old = read('poetry.lock 1.1').packages[0];
  assert.deepEqual([old?.files, old?.optional, old?.development], [[{ name: 'Mako-1.2-py3-none-any.whl', hash: 'sha256:00' }], true, true]);
});

test('pdm.lock: static URLs, markers, groups', () => {
  const [lz4, cffi] = read('pdm.lock').packages;
  assert.deepEqual(
    lz4?.files?.map(({ name }) => name),
    ['lz4-4.4.5.tar.gz', 'lz4-4.4.5-cp312-cp312-musllinux_1_2_x86_64.whl'],
  );
  assert.equal(lz4?.marker, "os_name == 'posix'");
  assert.deepEqual(lz4?.edges[0], { name: 'cffi', id: '1', wanted: '<2', marker: "python_version < '3.12'", extras: [] });
  assert.equal(cffi?.development, true);
});

test('pylock.toml: one entry each, with its own kind of source', () => {
  const lock = read('pylock.toml');
  assert.deepEqual(
    lock.packages.map(({ source }) => source),
    ['registry', 'git', 'project'],
  );
  assert.deepEqual(lock.environments, ["sys_platform == 'linux'"]);
  assert.deepEqual(
    lock.packages[0]?.files?.map(({ name }) => name),
    ['a-1.0.tar.gz', 'a-1.0-py3-none-any.whl'],
  );
});

test('Pipfile.lock: digests without names', () => {
  const [lxml, g, pytest] = read('Pipfile.lock').packages;
  assert.deepEqual([lxml?.version, lxml?.hashes, lxml?.files], ['5.1', ['sha256:00'], undefined]);
  assert.equal(g?.source, 'git');
  assert.equal(pytest?.development, true);
});

test('requirements.txt: continuations, comments, other files as unresolved', () => {
  const lock = read('requirements.txt');
  assert.deepEqual(
    lock.packages.map(({ name, version, hashes }) => [name, version, hashes?.length ?? 0]),
    [
      ['Django', '5.2.15', 2],
      ['cryptography', '48.0.1', 0],
      ['requests', null, 0],
      ['pkg', null, 0],
      ['gitpkg', null, 0],
    ],
  );
  assert.equal(lock.packages[1]?.marker, 'python_version >= "3.9"');
  assert.deepEqual(lock.packages[3]?.files, [{ name: 'pkg-1.0-py3-none-any.whl' }]);
  assert.equal(lock.packages[4]?.source, 'git');
  assert.deepEqual(
    lock.unresolved.map(({ what }) => what),
    ['other.txt', 'constraints.txt', './folder', './local'],
  );
});

function read(title: string): Lockfile {
  const sample = samples.find((each) => each.title === title);
  assert.ok(sample);
  return readLockfile(sample.path, sample.text);
}

test('requirements.txt: a folder by its path, an archive by its path', () => {
  const { packages } = readLockfile('requirements.txt', 'a @ file:///app/libs/a\nb @ ./b\nc @ file:///w/c-1.0-py3-none-any.whl\n');
  assert.deepEqual(
    packages.map(({ name, source, files }) => [name, source, files?.[0]?.name]),
    [
      ['a', 'path', undefined],
      ['b', 'path', undefined],
      ['c', 'url', 'c-1.0-py3-none-any.whl'],
    ],
  );
});

test('requirements.txt: a marker that touches its URL, as pip cuts it off', () => {
  const [first, second] = readLockfile(
    'requirements.txt',
    "a @ https://x.example/a-1.0-cp311-cp311-linux_x86_64.whl; platform_machine == 'x86_64'\nb[c] @ https://x.example/b-1.0.tar.gz;python_version<'3.9'\n",
  ).packages;
  assert.deepEqual([first?.files?.[0]?.name, first?.marker], ['a-1.0-cp311-cp311-linux_x86_64.whl', "platform_machine == 'x86_64'"]);
  assert.deepEqual([second?.files?.[0]?.name, second?.marker], ['b-1.0.tar.gz', "python_version<'3.9'"]);
});
