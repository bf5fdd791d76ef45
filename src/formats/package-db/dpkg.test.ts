import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FormatError } from '../format-error.ts';
import { parseDeb822 } from './deb822.ts';
import { parseDpkgDiversions, parseDpkgList, parseDpkgMd5sums } from './dpkg-files.ts';
import { parseDpkgStatus } from './dpkg-status.ts';
import { DPKG_STATUS } from './package-db.suite.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("packages of debian:12's status that have files", () => {
  assert.deepEqual(parseDpkgStatus(bytes(DPKG_STATUS)), [
    {
      name: 'libc6',
      version: '2.36-9+deb12u14',
      architecture: 'amd64',
      multiArch: 'same',
      source: 'glibc',
      provides: [],
      depends: ['libgcc-s1', 'libcrypt1 (>= 1:4.4.10-10~)'],
    },
    {
      name: 'libgcc-s1',
      version: '12.2.0-14+deb12u1',
      architecture: 'amd64',
      source: 'gcc-12',
      sourceVersion: '12.2.0-14+deb12u1',
      provides: ['libgcc1 (= 1:12.2.0-14+deb12u1)'],
      depends: ['gcc-12-base (= 12.2.0-14+deb12u1)', 'libc6 (>= 2.35)'],
    },
  ]);
});

test('a paragraph of status.d has no Status and counts', () => {
  assert.equal(parseDpkgStatus(bytes('Package: tzdata\nVersion: 2024a-0+deb12u1\n'))[0]?.name, 'tzdata');
});

test('continuation lines, comments, repeated fields, CR', () => {
  const [first, second] = parseDeb822('A: 1\r\n# no\nb: x\n y\n\tz\na:2\n\n\nC: d\n');
  assert.deepEqual(
    [...(first ?? [])],
    [
      ['a', '2'],
      ['b', 'x\ny\nz'],
    ],
  );
  assert.equal(second?.get('c'), 'd');
  assert.throws(
    () => parseDeb822(' continued'),
    (error) => error instanceof FormatError && error.code === 'deb822-bad-line',
  );
  assert.throws(
    () => parseDeb822('A: 1\nnothing here\n'),
    (error) => error instanceof FormatError && error.offset === 5,
  );
});

test('file lists', () => {
  assert.deepEqual(parseDpkgList(bytes('/.\n/lib\n/lib/x\n\n')), ['/lib', '/lib/x']);
  assert.deepEqual(
    parseDpkgMd5sums(bytes('d41d8cd98f00b204e9800998ecf8427e  usr/bin/a b\nnonsense\nd41d8cd98f00b204e9800998ecf8427e  ./etc/x\n')),
    ['/usr/bin/a b', '/etc/x'],
  );
  assert.deepEqual(parseDpkgDiversions(bytes('/bin/sh\n/bin/sh.distrib\ndash\n/x\n/x.real\n:\n/cut\n')), [
    { from: '/bin/sh', to: '/bin/sh.distrib', by: 'dash' },
    { from: '/x', to: '/x.real', by: null },
  ]);
});
