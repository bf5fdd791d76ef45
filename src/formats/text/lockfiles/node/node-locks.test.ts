import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LockedPackage, Lockfile } from '../lockfile.ts';
import { readLockfile } from '../read-lockfile.ts';
import { samples } from '../samples.suite.ts';

test('package-lock 3: nearest node_modules, links, aliases, fields', () => {
  const lock = read('package-lock 3');
  assert.equal(lock.version, '3');
  const rollup = entry(lock, 'node_modules/rollup');
  assert.equal(edge(rollup, 'b')?.id, 'node_modules/rollup/node_modules/b');
  assert.deepEqual(edge(rollup, '@rollup/rollup-linux-x64-gnu'), { name: '@rollup/rollup-linux-x64-gnu', wanted: '4.0.0', optional: true });
  assert.equal(rollup.engine, '>=18');
  assert.deepEqual(entry(lock, 'node_modules/@rollup/rollup-linux-x64-musl').libc, ['musl']);
  assert.equal(entry(lock, 'node_modules/rollup/node_modules/b').installScript, true);
  assert.equal(entry(lock, 'node_modules/a').name, 'real');
  assert.equal(entry(lock, 'packages/w').source, 'project');
  assert.equal(edge(entry(lock, 'packages/w'), 'b')?.id, 'node_modules/b');
  assert.deepEqual(
    lock.roots?.map(({ name, id }) => [name, id]),
    [
      ['a', 'node_modules/a'],
      ['rollup', 'node_modules/rollup'],
      ['fsevents', undefined],
    ],
  );
});

test('package-lock 1: a tree, marks instead of fields, versions that are places', () => {
  const lock = read('package-lock 1');
  const snappy = entry(lock, 'node_modules/snappy');
  assert.equal(edge(snappy, 'b')?.id, 'node_modules/snappy/node_modules/b');
  assert.equal(edge(snappy, '@napi-rs/snappy-linux-x64-musl')?.optional, true);
  assert.equal(lock.roots, null);
  assert.deepEqual([entry(lock, 'node_modules/c').version, entry(lock, 'node_modules/c').source], [null, 'git']);
  assert.deepEqual([entry(lock, 'node_modules/d').name, entry(lock, 'node_modules/d').version], ['real', '1.2.3']);
});

test('pnpm 5.4, 6 and 9: keys with peers, aliases, snapshots, marks by reach', () => {
  const five = read('pnpm-lock 5.4');
  assert.deepEqual(
    five.packages.map(({ name, version }) => [name, version]),
    [
      ['@a/b', '1.0.0'],
      ['acorn', '8.8.0'],
      ['acorn-jsx', '5.3.2'],
    ],
  );
  assert.equal(entry(five, '/@a/b/1.0.0').installScript, true);
  assert.equal(entry(five, '/acorn/8.8.0').development, true);
  assert.equal(edge(entry(five, '/acorn-jsx/5.3.2_acorn@8.8.0'), 'acorn')?.id, '/acorn/8.8.0');
  const six = read('pnpm-lock 6');
  assert.equal(entry(six, '/react@18.2.0(scheduler@0.23.0)').version, '18.2.0');
  assert.equal(edge(entry(six, '/react@18.2.0(scheduler@0.23.0)'), 'scheduler')?.id, '/scheduler@0.23.0');
  const nine = read('pnpm-lock 9');
  assert.deepEqual(entry(nine, '@img/sharp-linuxmusl-x64@0.35.5'), {
    id: '@img/sharp-linuxmusl-x64@0.35.5', name: '@img/sharp-linuxmusl-x64', version: '0.35.5', source: 'registry', edges: [],
    os: ['linux'], cpu: ['x64'], libc: ['musl'], integrity: 'sha512-x', optional: true,
  }); // prettier-ignore
  assert.equal(entry(nine, 'ms@2.1.3').development, true);
  assert.equal(entry(nine, 'sharp@0.35.5').engine, '>=20');
});

test('yarn 1: patterns, quoted names, optional sections, aliases', () => {
  const lock = read('yarn 1');
  const [first] = lock.packages;
  assert.deepEqual([first?.name, first?.version], ['@a/b', '1.1.0']);
  assert.deepEqual(first?.edges, [
    { name: '@c/d', wanted: '^2.0.0', id: '1' },
    { name: 'e', wanted: '1', id: '2' },
    { name: 'f', wanted: '*', optional: true },
  ]);
  assert.equal(lock.packages[3]?.name, 'real');
});

test('yarn berry: conditions, meta, versions as they are written', () => {
  const lock = read('yarn berry');
  const build = entry(lock, '@a/b-linux-x64-musl@npm:1.10');
  assert.deepEqual([build.version, build.os, build.cpu, build.libc, build.optional], ['1.10', ['linux'], ['x64'], ['musl'], true]);
  assert.equal(entry(lock, 'app@workspace:.').source, 'project');
});

test('bun.lock: nested keys, trailing commas and comments', () => {
  const lock = read('bun.lock 2');
  assert.equal(edge(entry(lock, 'a'), 'b')?.id, 'a/b');
  assert.equal(edge(entry(lock, '@s/c'), 'b')?.id, 'b');
  assert.deepEqual(entry(lock, 'a-linux-x64-musl').libc, ['musl']);
  assert.deepEqual([entry(lock, '@s/c').source, entry(lock, '@s/c').version, entry(lock, '@s/c').development], ['git', null, true]);
});

test('names of objects are no entries', () => {
  const lock = readLockfile(
    'package-lock.json',
    '{"lockfileVersion":3,"packages":{"node_modules/a":{"version":"1","dependencies":{"constructor":"1","__proto__":"1","toString":"1"}}}}',
  );
  assert.ok(lock.packages[0]?.edges.every(({ id }) => id === undefined));
});

function read(title: string): Lockfile {
  const sample = samples.find((each) => each.title === title);
  assert.ok(sample);
  return readLockfile(sample.path, sample.text);
}

function entry({ packages }: Lockfile, id: string): LockedPackage {
  const found = packages.find((each) => each.id === id);
  assert.ok(found, id);
  return found;
}

function edge({ edges }: LockedPackage, name: string): LockedPackage['edges'][number] | undefined {
  return edges.find((each) => each.name === name);
}
