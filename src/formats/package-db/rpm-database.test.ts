import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FormatError } from '../format-error.ts';
import { rpmFile } from './package-db.suite.ts';
import { parseRpmBerkeley, parseRpmNdb, parseRpmSqlite } from './rpm-database.ts';
import type { RpmDatabase } from './rpm-database.ts';
import { parseRpmManifest } from './rpm-manifest.ts';

const summary = ({ packages }: RpmDatabase): string[] =>
  packages.map(({ name, epoch, version, release }) => `${name} ${epoch}:${version}-${release}`).toSorted();

const EXPECTED = ['many null:1.2.3~rc1-4^git.5', 'odd-empty 7:1.2.3~rc1-4^git.5', 'p1 null:1.0-4^git.5'];

const BACKENDS: readonly (readonly [string, () => RpmDatabase])[] = [
  ['SQLite', () => parseRpmSqlite(rpmFile('sqlite'))],
  ['SQLite with its log', () => parseRpmSqlite(rpmFile('walBase'), rpmFile('wal'))],
  ['ndb', () => parseRpmNdb(rpmFile('ndb'))],
  ['Berkeley DB', () => parseRpmBerkeley(rpmFile('berkeleyLittle'))],
  ['Berkeley DB of a big-endian machine', () => parseRpmBerkeley(rpmFile('berkeleyBig'))],
];

for (const [name, read] of BACKENDS) {
  test(`${name}: the packages that were put in`, () => {
    const database = read();
    assert.deepEqual(summary(database), EXPECTED);
    assert.deepEqual(database.broken, []);
    const many = database.packages.find((each) => each.name === 'many');
    assert.deepEqual(many?.files, ['/in-the-root', '/opt/empty-directory', '/opt/with blank/näme', '/var/log/ghost']);
    assert.deepEqual(many?.provides, ['many = 1.2.3~rc1-4^git.5', 'plain-thing', 'virtual-thing = 2:7-1']);
    assert.deepEqual([many?.architecture, many?.sourceRpm], ['noarch', 'many-1.2.3~rc1-4^git.5.src.rpm']);
    assert.deepEqual(database.packages.find((each) => each.name === 'odd-empty')?.files, []);
  });
}

test('without its log a database is what was checkpointed', () => {
  assert.equal(parseRpmSqlite(rpmFile('walBase')).packages.length, 1);
});

test('a log with one damaged frame ends before it, one of another database counts for nothing', () => {
  const log = Uint8Array.from(rpmFile('wal'));
  log[log.length - 1] = (log.at(-1) ?? 0) ^ 1;
  assert.equal(summary(parseRpmSqlite(rpmFile('walBase'), log)).length, 3, 'the last frame is the uncommitted one');
  const first = Uint8Array.from(rpmFile('wal'));
  first[100] = (first[100] ?? 0) ^ 1;
  assert.equal(parseRpmSqlite(rpmFile('walBase'), first).packages.length, 1);
  const foreign = Uint8Array.from(rpmFile('wal'));
  foreign[16] = (foreign[16] ?? 0) ^ 1;
  assert.equal(parseRpmSqlite(rpmFile('walBase'), foreign).packages.length, 1);
});

test('one broken header does not take the others along', () => {
  const bytes = Uint8Array.from(rpmFile('ndb'));
  const head = Buffer.from(bytes.buffer).indexOf('BlbS');
  bytes[head + 16] = 0xff;
  const { packages, broken } = parseRpmNdb(bytes);
  assert.equal(packages.length, 2);
  assert.deepEqual(
    broken.map((error) => error.code),
    ['rpm-bad-header'],
  );
});

test('files of another kind are refused', () => {
  for (const read of [parseRpmSqlite, parseRpmNdb, parseRpmBerkeley]) {
    assert.throws(() => read(new Uint8Array(2000)), FormatError);
    assert.throws(() => read(new Uint8Array()), FormatError);
  }
  const noTable = Buffer.from(rpmFile('sqlite'));
  const at = noTable.indexOf('tablePackages');
  noTable.write('Sackages', at + 5, 'latin1');
  assert.throws(
    () => parseRpmSqlite(noTable),
    (error) => error instanceof FormatError && error.code === 'sqlite-no-table',
  );
});

test('a b-tree that contains itself ends', () => {
  const bytes = Buffer.from(rpmFile('sqlite'));
  const size = bytes.readUInt16BE(16);
  // Page 2 is the root of Packages; as an interior page whose only child is itself it never reaches a leaf.
  bytes[size] = 5;
  bytes.writeUInt16BE(0, size + 3);
  bytes.writeUInt32BE(2, size + 8);
  assert.throws(
    () => parseRpmSqlite(bytes),
    (error) => error instanceof FormatError && error.code === 'sqlite-bad-page',
  );
});

test("the list of Azure Linux's distroless images", () => {
  const line = 'glibc\t2.38-8.azl3\t1719358212\t1718912412\tMicrosoft Corporation\t(none)\t11040652\tx86_64\t0\tglibc-2.38-8.azl3.src.rpm';
  assert.deepEqual(parseRpmManifest(new TextEncoder().encode(`${line}\nodd\n`)), [
    { name: 'glibc', version: '2.38-8.azl3', architecture: 'x86_64', sourceRpm: 'glibc-2.38-8.azl3.src.rpm' },
  ]);
});
