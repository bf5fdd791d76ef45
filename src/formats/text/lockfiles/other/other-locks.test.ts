import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Lockfile } from '../lockfile.ts';
import { readLockfile } from '../read-lockfile.ts';
import { samples } from '../samples.suite.ts';

const rows: readonly (readonly [string, readonly (readonly unknown[])[]])[] = [
  ['go.mod', [['github.com/mattn/go-sqlite3', 'v1.14.0', 'registry'], ['../b', 'v2.0.0', 'project'], ['x.example/d', 'v0.2.0', 'registry']]],
  ['go.sum', [['github.com/a/b', 'v1.0.0', 'registry']]],
  ['modules.txt', [['github.com/a/b', 'v1.0.0', 'registry'], ['github.com/f/e', 'v1.1.0', 'registry']]],
  ['Cargo.lock', [['app', '0.1.0', 'project'], ['openssl-sys', '0.9.1', 'registry'], ['log', '0.4.1', 'git']]],
  ['Gemfile.lock', [['g', '0.1', 'git'], ['nokogiri', '1.18.9', 'registry'], ['nokogiri', '1.18.9', 'registry'], ['nokogiri', '1.18.9', 'registry'], ['racc', '1.8.1', 'registry']]],
  ['composer.lock', [['a/b', 'v1.0', 'registry'], ['c/d', '2', 'registry']]],
  ['packages.lock.json', [['A', '1.0.0', 'registry'], ['p', null, 'project']]],
  ['deps.json', [['SkiaSharp.NativeAssets.Linux', '2.88', 'registry'], ['app', '1.0', 'project']]],
  ['gradle.lockfile', [['org.xerial.snappy:snappy-java', '1.1.10.8', 'registry'], ['junit:junit', '4.12', 'registry']]],
  ['pom.xml', [['io.netty:netty-tcnative', '2.0', 'registry'], ['g:m', '3', 'registry']]],
  ['mix.lock', [['bcrypt_elixir', '3.1.0', 'registry'], ['g', null, 'git']]],
  ['rebar.lock', [['cowboy', '2.9.0', 'registry'], ['g', null, 'git']]],
]; // prettier-ignore

for (const [title, expected] of rows) {
  test(`${title}: names, versions, sources`, () => {
    assert.deepEqual(
      read(title).packages.map(({ name, version, source }) => [name, version, source]),
      expected,
    );
  });
}

test('what each format says beside', () => {
  assert.deepEqual(read('Gemfile.lock').platforms, ['ruby', 'x86_64-linux-musl']);
  assert.deepEqual(
    read('Gemfile.lock').packages.map(({ platform }) => platform),
    [undefined, undefined, 'x86_64-linux-gnu', 'x86_64-linux-musl', undefined],
  );
  assert.deepEqual(read('composer.lock').extensions, ['ext-gd', 'ext-redis']);
  assert.deepEqual(
    read('deps.json').packages[0]?.files?.map(({ rid }) => rid),
    ['linux-x64', 'linux-musl-x64'],
  );
  assert.equal(read('gradle.lockfile').packages[1]?.development, true);
  assert.deepEqual([read('pom.xml').packages[0]?.platform, read('pom.xml').packages[1]?.development], ['linux-x86_64', true]);
  assert.deepEqual(read('mix.lock').packages[0]?.tools, ['make', 'mix']);
  assert.deepEqual(
    read('mix.lock').packages[0]?.edges.map(({ name }) => name),
    ['comeonin', 'elixir_make'],
  );
});

function read(title: string): Lockfile {
  const sample = samples.find((each) => each.title === title);
  assert.ok(sample);
  return readLockfile(sample.path, sample.text);
}
