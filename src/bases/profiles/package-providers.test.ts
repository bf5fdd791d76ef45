import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseProviders, parseContents } from '../../../tools/profiles/contents.ts';
import type { InstalledPackage } from '../../distro/packages/database.ts';
import { libraryProvider } from './package-providers.ts';

test('Debian names the package of each release', () => {
  const name = (release: string | null, soname: string): string | null =>
    libraryProvider({ distribution: 'debian', release }, soname)?.package ?? null;
  assert.deepEqual(
    ['11', '12', '13', null].map((release) => [
      name(release, 'libssl.so.1.1'),
      name(release, 'libssl.so.3'),
      name(release, 'libvips.so.42'),
    ]),
    [
      ['libssl1.1', null, 'libvips42'],
      [null, 'libssl3', 'libvips42'],
      [null, 'libssl3t64', 'libvips42t64'],
      [null, 'libssl3t64', 'libvips42t64'],
    ],
  );
  assert.equal(name('12', 'libnss3.so'), 'libnss3');
  assert.equal(name('12', 'libbz2.so.1.0'), 'libbz2-1.0');
  assert.equal(name('12', 'libnothing.so.9'), null);
});

test('no other distribution borrows them', () => {
  assert.equal(libraryProvider({ distribution: 'ubuntu', release: '22.04' }, 'libssl.so.3'), null);
  assert.equal(libraryProvider(null, 'libssl.so.3'), null);
});

test('Alpine names what its databases have, and what the subject has installed', () => {
  const alpine = { distribution: 'alpine', release: '3.20.3' };
  assert.equal(libraryProvider(alpine, 'libz.so.1')?.package, 'zlib');
  assert.equal(libraryProvider(alpine, 'libstdc++.so.6'), null);
  const installed: InstalledPackage = {
    name: 'libstdc++',
    version: '13',
    provides: ['so:libstdc++.so.6=6.0.32'],
    depends: [],
    database: 'apk',
  };
  assert.equal(libraryProvider(alpine, 'libstdc++.so.6', [installed])?.package, 'libstdc++');
});

test("a library's own package is chosen, and full file versions are left out", () => {
  const found = chooseProviders(
    parseContents(
      [
        'usr/lib/x86_64-linux-gnu/libz.so.1          libs/zlib1g',
        'usr/lib/x86_64-linux-gnu/libz.so.1.2.13     libs/zlib1g',
        'usr/lib/x86_64-linux-gnu/libz.so            libdevel/zlib1g-dev',
        'lib/x86_64-linux-gnu/libtwo.so.2            libs/libtwo2,misc/two-bundle',
        'usr/lib/app/libinner.so.1                   misc/app',
      ].join('\n'),
    ),
  );
  assert.deepEqual([...found], [['libz.so.1', 'zlib1g'], ['libtwo.so.2', 'libtwo2']]); // prettier-ignore
});
