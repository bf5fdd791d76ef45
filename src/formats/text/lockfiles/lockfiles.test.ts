import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutate, randomNumbers } from '../../../../tools/mutate.ts';
import { FormatError } from '../../format-error.ts';
import { fuzzTargets } from './lockfiles.fuzz.ts';
import { lockfileKind } from './lockfile-kind.ts';
import { readLockfile } from './read-lockfile.ts';
import { samples } from './samples.suite.ts';

for (const target of fuzzTargets) {
  test(`${target.name}: 2,000 damaged texts are read or refused with a FormatError`, () => {
    const random = randomNumbers(20_261_124);
    const seeds = target.seeds();
    for (let run = 0; run < 2000; run += 1) {
      const input = mutate(seeds[0] ?? new Uint8Array(), random, seeds);
      try {
        void target.run(input);
      } catch (error) {
        assert.ok(error instanceof FormatError, `run ${run}: ${String(error)}`);
      }
    }
  });
}

for (const { title, path, text } of samples) {
  test(`${title}: every entry has its own id, and edges lead to entries`, () => {
    const { packages, roots } = readLockfile(path, text);
    const ids = new Set(packages.map(({ id }) => id));
    assert.ok(packages.length > 0);
    assert.equal(ids.size, packages.length);
    for (const { id } of packages.flatMap(({ edges }) => edges))
      if (id !== undefined && lockfileKind(path) !== 'mix-lock') assert.ok(ids.has(id), id);
    for (const { id } of roots ?? []) if (id !== undefined) assert.ok(ids.has(id), id);
  });
}

test('a byte-order mark and CRLF change nothing', () => {
  for (const { title, path, text } of samples) {
    assert.deepEqual(readLockfile(path, `\uFEFF${text}`), readLockfile(path, text), title);
    assert.deepEqual(readLockfile(path, text.replaceAll('\n', '\r\n')).packages, readLockfile(path, text).packages, title);
  }
});

/** A version that nobody here has seen is said to be unknown. */
test('versions of tomorrow are refused by name', () => {
  const tomorrow: readonly (readonly [string, string])[] = [
    ['package-lock.json', '{"lockfileVersion":4,"packages":{}}'],
    ['package-lock.json', '{}'],
    ['pnpm-lock.yaml', "lockfileVersion: '10.0'\n"],
    ['yarn.lock', '__metadata:\n  version: 11\n'],
    ['bun.lock', '{"lockfileVersion": 3}'],
    ['uv.lock', 'version = 2\n'],
    ['poetry.lock', '[metadata]\nlock-version = "3.0"\n'],
    ['pdm.lock', '[metadata]\nlock_version = "5.0"\n'],
    ['pylock.toml', 'lock-version = "2.0"\n'],
    ['Pipfile.lock', '{"_meta":{"pipfile-spec":7}}'],
    ['Cargo.lock', 'version = 5\n'],
    ['packages.lock.json', '{"version":3}'],
  ];
  for (const [path, text] of tomorrow) {
    assert.throws(
      () => readLockfile(path, text),
      (error) => error instanceof FormatError && error.code === 'lockfile-unknown-version',
      path,
    );
  }
  assert.throws(() => readLockfile('flake.lock', '{}'), { code: 'lockfile-unknown-name' });
});

test('YAML aliases and deep nesting are refused', () => {
  const bomb = `lockfileVersion: '9.0'\na: &a [x, x]\nb: &b [*a, *a]\npackages: {}\n`;
  assert.throws(() => readLockfile('pnpm-lock.yaml', bomb), FormatError);
  assert.throws(() => readLockfile('pnpm-lock.yaml', `lockfileVersion: ${'['.repeat(20_000)}`), FormatError);
  assert.throws(() => readLockfile('bun.lock', '['.repeat(200_000)), FormatError);
  assert.throws(() => readLockfile('package-lock.json', '['.repeat(200_000)), FormatError);
  assert.throws(() => readLockfile('uv.lock', `a = ${'['.repeat(50_000)}`), FormatError);
  assert.throws(() => readLockfile('pom.xml', '<a>'.repeat(50_000)), FormatError);
  assert.throws(() => readLockfile('pom.xml', '<!DOCTYPE a [<!ENTITY b "c">]><project/>'), { code: 'xml-doctype' });
});

/** Quadratic matching would take minutes here. */
test('long lines take linear time', () => {
  const blanks = ' '.repeat(300_000);
  const start = performance.now();
  const hostile = [
    `a==1${blanks}#`,
    `${'a'.repeat(300_000)}@`,
    `"${'x, '.repeat(100_000)}":`,
    `# ${'v'.repeat(300_000)}`,
    `require (${blanks}`,
    `%{"a": {:hex, :a${'[:a'.repeat(100_000)}`,
    `os_name == '${blanks}`,
  ];
  for (const line of hostile) {
    for (const { path } of samples) {
      try {
        readLockfile(path, `${line}\n`);
      } catch (error) {
        assert.ok(error instanceof FormatError);
      }
    }
  }
  assert.ok(performance.now() - start < 10_000);
});
