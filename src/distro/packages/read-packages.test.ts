import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { APK, DPKG_STATUS, rpmFile } from '../../formats/package-db/package-db.suite.ts';
import { literalRootfs } from '../../tree/literal.ts';
import { readPackages } from './read-packages.ts';

test('apk in both places, once where one is a link to the other', () => {
  const linked = readPackages(literalRootfs({ '/lib': { target: 'usr/lib' }, '/usr/lib/apk/db/installed': APK }));
  assert.deepEqual(
    linked.databases.map(({ kind, path, packages }) => [kind, path, packages.length]),
    [['apk', '/lib/apk/db/installed', 2]],
  );
  const own = readPackages(literalRootfs({ '/usr/lib/apk/db/installed': APK }));
  assert.equal(own.databases[0]?.path, '/usr/lib/apk/db/installed');
  assert.equal(own.ownerOf('/lib/ld-musl-x86_64.so.1')?.name, 'musl');
  assert.equal(own.ownerOf('/usr/bin/ldd')?.version, '1.2.5-r0');
  assert.equal(own.ownerOf('/app'), null);
});

test('a package that lists /lib owns what is in /usr/lib where /lib is a link, and the other way round', () => {
  const merged = readPackages(
    literalRootfs({
      '/lib': { target: 'usr/lib' },
      '/usr/lib/x86_64-linux-gnu/libc.so.6': 'x',
      '/var/lib/dpkg/status': DPKG_STATUS,
      '/var/lib/dpkg/info/libc6:amd64.list': '/.\n/lib\n/lib/x86_64-linux-gnu\n/lib/x86_64-linux-gnu/libc.so.6\n',
      '/var/lib/dpkg/info/libgcc-s1.list': '/usr/lib/x86_64-linux-gnu/libgcc_s.so.1\n',
    }),
  );
  for (const path of ['/usr/lib/x86_64-linux-gnu/libc.so.6', '/lib/x86_64-linux-gnu/libc.so.6'])
    assert.equal(merged.ownerOf(path)?.name, 'libc6', path);
  assert.equal(merged.ownerOf('/lib/x86_64-linux-gnu/libgcc_s.so.1')?.name, 'libgcc-s1');
  assert.equal(merged.ownerOf('/usr/lib/x86_64-linux-gnu'), null, 'directories belong to nobody');
  assert.deepEqual(
    merged.packages.map((each) => each.name),
    ['libc6', 'libgcc-s1'],
  );
});

test('a diverted file belongs to the package that diverts it', () => {
  const packages = readPackages(
    literalRootfs({
      '/var/lib/dpkg/status': DPKG_STATUS,
      '/var/lib/dpkg/diversions': '/bin/tool\n/bin/tool.distrib\nlibgcc-s1\n',
      '/var/lib/dpkg/info/libc6.list': '/bin/tool\n',
      '/var/lib/dpkg/info/libgcc-s1.list': '/bin/tool\n',
    }),
  );
  assert.equal(packages.ownerOf('/bin/tool')?.name, 'libgcc-s1');
  assert.equal(packages.ownerOf('/bin/tool.distrib')?.name, 'libc6');
});

test('a link that a trigger made belongs to the package that it leads to, one outside system folders to nobody', () => {
  const database = 'P:busybox\nV:1\nF:bin\nR:busybox\n\n';
  const files = {
    '/lib/apk/db/installed': database,
    '/bin/busybox': 'x',
    '/bin/ls': { target: '/bin/busybox' },
    '/usr/bin/awk': { target: '../../bin/ls' },
  };
  const packages = readPackages(
    literalRootfs({
      ...files,
      '/app/tool': { target: '/bin/busybox' },
      '/usr/local/bin/vi': { target: '/bin/busybox' },
      '/bin/gone': { target: 'x' },
    }),
  );
  assert.deepEqual(
    ['/bin/ls', '/usr/bin/awk', '/app/tool', '/usr/local/bin/vi', '/bin/gone'].map((path) => packages.ownerOf(path)?.name),
    ['busybox', 'busybox', undefined, undefined, undefined],
  );
});

test('status.d of Distroless, with and without md5sums', () => {
  const packages = readPackages(
    literalRootfs({
      '/var/lib/dpkg/status.d/libc6': DPKG_STATUS.split('\n\n')[0]?.replace(/^Status.*\n/m, '') ?? '',
      '/var/lib/dpkg/status.d/libc6.md5sums': 'd41d8cd98f00b204e9800998ecf8427e  lib/x86_64-linux-gnu/libc.so.6\n',
      '/var/lib/dpkg/status.d/tzdata': 'Package: tzdata\nVersion: 2024a\n',
    }),
  );
  assert.equal(packages.databases[0]?.path, '/var/lib/dpkg/status.d');
  assert.equal(packages.ownerOf('/lib/x86_64-linux-gnu/libc.so.6')?.version, '2.36-9+deb12u14');
  assert.equal(packages.packages.length, 2);
});

test('a chiselled tree', () => {
  const wall = [
    { jsonwall: '1.0', schema: '1.0', count: 2 },
    { kind: 'package', name: 'libc6', version: '2.39-0ubuntu8.4', arch: 'amd64' },
    { kind: 'path', path: '/usr/lib/x86_64-linux-gnu/libc.so.6', slices: ['libc6_libs'] },
    { kind: 'path', path: '/usr/lib/', slices: ['libc6_libs'] },
  ];
  const manifest = zstdCompressSync(wall.map((line) => JSON.stringify(line)).join('\n'));
  const packages = readPackages(literalRootfs({ '/var/lib/chisel/manifest.wall': manifest }));
  assert.equal(packages.ownerOf('/usr/lib/x86_64-linux-gnu/libc.so.6')?.name, 'libc6');
  assert.equal(packages.packages[0]?.database, 'chisel');
});

test('rpm in each place and form; the version as rpm prints it', () => {
  const read = (path: string, file: Parameters<typeof rpmFile>[0], wal?: Uint8Array): ReturnType<typeof readPackages> =>
    readPackages(literalRootfs({ [path]: rpmFile(file), ...(wal === undefined ? {} : { [`${path}-wal`]: wal }) }));
  const all = [
    read('/var/lib/rpm/rpmdb.sqlite', 'sqlite'),
    read('/usr/lib/sysimage/rpm/rpmdb.sqlite', 'walBase', rpmFile('wal')),
    read('/usr/lib/sysimage/rpm/Packages.db', 'ndb'),
    read('/var/lib/rpm/Packages', 'berkeleyLittle'),
    read('/usr/share/rpm/Packages', 'berkeleyBig'),
  ];
  for (const packages of all) {
    assert.equal(packages.ownerOf('/in-the-root')?.name, 'many', packages.databases[0]?.path);
    const empty = packages.packages.find((each) => each.name === 'odd-empty');
    assert.deepEqual([empty?.version, empty?.source], ['7:1.2.3~rc1-4^git.5', 'many']);
  }
});

test('what cannot be read is said and does not hide the rest', () => {
  const unkept = readPackages(
    literalRootfs({ '/lib/apk/db/installed': { content: APK, unread: 'over its budget' }, '/var/lib/dpkg/status': DPKG_STATUS }),
  );
  assert.deepEqual(unkept.unknown, [{ what: '/lib/apk/db/installed', why: 'over its budget' }]);
  assert.equal(unkept.packages.length, 2);
  const broken = readPackages(literalRootfs({ '/lib/apk/db/installed': 'no database', '/var/lib/rpm/rpmdb.sqlite': 'nor this' }));
  assert.deepEqual(
    broken.unknown.map((each) => each.why.split(':')[0]),
    ['apk-bad-line', 'sqlite-bad-header'],
  );
});
