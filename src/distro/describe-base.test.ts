import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { APK } from '../formats/package-db/package-db.suite.ts';
import { literalRootfs } from '../tree/literal.ts';
import type { LiteralFiles } from '../tree/literal.ts';
import type { Base } from './base.ts';
import { describeBase } from './describe-base.ts';
import { elfFile, glibcLoader, muslLoader } from './libc/literal-libc.suite.ts';

const of = (files: LiteralFiles, user?: string): Base | null => describeBase(literalRootfs(files), user === undefined ? {} : { user });
const program = { content: 'x', mode: 0o755 };

const ALPINE: LiteralFiles = {
  '/etc/os-release': 'ID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME="Alpine Linux v3.20"\n',
  '/etc/alpine-release': '3.20.3\n',
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/ash\nnode:x:1000:1000::/home/node:/bin/sh\n',
  '/etc/group': 'root:x:0:\nnode:x:1000:\n',
  '/etc/apk/repositories': 'https://dl-cdn.alpinelinux.org/alpine/v3.20/main\n',
  '/etc/ssl/certs/ca-certificates.crt': '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\n',
  '/etc/ssl/cert.pem': { target: 'certs/ca-certificates.crt' },
  '/lib/ld-musl-x86_64.so.1': muslLoader('1.2.5', { remap: true, soname: 'libc.musl-x86_64.so.1' }),
  '/lib/apk/db/installed': APK,
  '/bin/busybox': { content: 'text BusyBox v1.36.1 (2024-06-10 07:11:47 UTC)\n', mode: 0o755 },
  '/bin/sh': { target: '/bin/busybox' },
  '/sbin/apk': program,
  '/bin/bbsuid': { content: 'x', mode: 0o4755 },
  '/tmp/': {},
  '/root/': {},
};

test('Alpine', () => {
  const base = of(ALPINE, 'node');
  assert.deepEqual(
    [base?.distribution, base?.release, base?.libc?.version, base?.libc?.package?.version],
    ['alpine', '3.20.3', '1.2.5', '1.2.5-r0'],
  );
  assert.deepEqual(base?.packageManagers, [{ name: 'apk', path: '/sbin/apk', file: '/sbin/apk' }]);
  assert.deepEqual(
    base?.shells.map(({ path, file }) => [path, file]),
    [['/bin/sh', '/bin/busybox']],
  );
  assert.deepEqual(base?.busybox, { path: '/bin/busybox', version: '1.36.1' });
  assert.deepEqual(base?.caCertificates.bundles, [{ path: '/etc/ssl/certs/ca-certificates.crt', size: 84, certificates: 2 }]);
  assert.deepEqual(base?.user, { spec: 'node', uid: 1000, gid: 1000, name: 'node', home: '/home/node', root: false });
  assert.deepEqual(base?.privileged, [{ path: '/bin/bbsuid', mode: 0o4755, uid: 0, gid: 0, capabilities: false, owner: null }]);
  assert.deepEqual(base?.missing, ['time-zones', 'nsswitch', 'home']);
  assert.equal(base?.apkRepositories[0]?.branch, 'v3.20');
  assert.equal(base?.flavour, null);
});

test('a text that could not be read is said', () => {
  const base = of({ ...ALPINE, '/etc/os-release': { content: 'ID=alpine\n', unread: 'over its budget' } });
  assert.deepEqual(base?.unknown, [{ what: '/etc/os-release', why: 'over its budget' }]);
  assert.equal(base?.distribution, 'alpine', 'alpine-release still speaks');
});

test('a base is plain data', () => {
  const base = of(ALPINE);
  assert.deepEqual(JSON.parse(JSON.stringify(base)), base);
});

const DISTROLESS: LiteralFiles = {
  '/usr/lib/os-release': 'PRETTY_NAME="Distroless"\nID="debian"\nVERSION_ID="12"\n',
  '/etc/os-release': { target: '../usr/lib/os-release' },
  '/var/lib/dpkg/status.d/libc6': 'Package: libc6\nVersion: 2.36-9+deb12u14\nSource: glibc\n',
  '/var/lib/dpkg/status.d/libc6.md5sums': 'd41d8cd98f00b204e9800998ecf8427e  lib/x86_64-linux-gnu/ld-linux-x86-64.so.2\n',
  '/lib64/ld-linux-x86-64.so.2': { target: '/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2' },
  '/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2': glibcLoader('Debian GLIBC 2.36-9+deb12u14'),
};

test('Distroless is Debian without a shell, also with the shell of :debug', () => {
  for (const files of [DISTROLESS, { ...DISTROLESS, '/busybox/sh': program }]) {
    const base = of(files, '65532:65532');
    assert.deepEqual([base?.distribution, base?.release, base?.flavour], ['debian', '12', 'distroless']);
    assert.deepEqual(base?.libc?.package, { name: 'libc6', version: '2.36-9+deb12u14' });
    assert.deepEqual(base?.user, { spec: '65532:65532', uid: 65_532, gid: 65_532, name: null, home: null, root: false });
  }
  assert.equal(of({ ...DISTROLESS, '/bin/sh': program })?.flavour, null);
});

test('a chiselled Ubuntu', () => {
  const manifest = zstdCompressSync('{"jsonwall":"1.0","schema":"1.0","count":1}\n{"kind":"package","name":"libc6","version":"2.39"}\n');
  const base = of({ '/etc/os-release': 'ID=ubuntu\nVERSION_ID="24.04"\n', '/var/lib/chisel/manifest.wall': manifest });
  assert.deepEqual([base?.distribution, base?.flavour, base?.databases[0]?.kind], ['ubuntu', 'chiselled', 'chisel']);
  const older = { '/etc/os-release': 'ID=ubuntu\nVERSION_ID="22.04"\n', '/var/lib/dpkg/status': 'Package: libc6\nVersion: 2.35\n' };
  assert.equal(of(older)?.flavour, 'chiselled');
  assert.equal(of({ ...older, '/bin/sh': program, '/usr/bin/dpkg': program })?.flavour, null);
});

test('busybox alone is its own distribution', () => {
  const base = of({ '/bin/busybox': { content: 'BusyBox v1.37.0 (x)', mode: 0o755 }, '/bin/sh': { target: 'busybox' } });
  assert.deepEqual([base?.distribution, base?.release, base?.flavour, base?.libc], ['busybox', '1.37.0', 'busybox', null]);
});

test('scratch has no base, with a static program on it neither', () => {
  assert.equal(of({}), null);
  assert.equal(
    of({
      '/app': elfFile({ static: true, type: 2, entry: 0x401000 }),
      '/etc/ssl/certs/ca-certificates.crt': 'x',
      '/etc/passwd': 'root:x:0:0:::\n',
    }),
    null,
  );
});

test('a libc alone is a base without a distribution', () => {
  const base = of({ '/lib/ld-musl-x86_64.so.1': muslLoader('1.2.5') });
  assert.deepEqual([base?.distribution, base?.release, base?.libc?.family], [null, null, 'musl']);
});

test('users that are unknown to the image', () => {
  assert.deepEqual(of(ALPINE, 'ghost')?.user, { spec: 'ghost', uid: null, gid: null, name: null, home: null, root: null });
  assert.deepEqual(of(ALPINE, '1000')?.user.name, 'node');
  assert.deepEqual(of(ALPINE, '1234')?.user, { spec: '1234', uid: 1234, gid: 0, name: null, home: null, root: false });
  assert.equal(of(ALPINE, 'node:root')?.user.gid, 0);
  assert.equal(of(ALPINE, '')?.user.root, true);
});
