import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keeps } from './keeps.ts';

test('what questions about a base read later is kept', () => {
  const paths = [
    '/etc/os-release',
    '/usr/lib/os-release',
    '/etc/alpine-release',
    '/lib/apk/db/installed',
    '/usr/lib/apk/db/installed',
    '/var/lib/dpkg/status',
    '/var/lib/dpkg/status.d/libc6',
    '/var/lib/dpkg/status.d/libc6.md5sums',
    '/var/lib/dpkg/info/libc6:amd64.list',
    '/var/lib/chisel/manifest.wall',
    '/var/lib/rpm/rpmdb.sqlite',
    '/var/lib/rpm/rpmdb.sqlite-wal',
    '/usr/lib/sysimage/rpm/Packages.db',
    '/var/lib/rpm/Packages',
    '/etc/passwd',
    '/bin/busybox',
    '/etc/ssl/certs/ca-certificates.crt',
  ];
  for (const path of paths) assert.ok(keeps(path, 1000), path);
});

test('nothing else, and nothing over its budget', () => {
  for (const path of ['/app', '/var/lib/dpkg/info/libc6.md5sums', '/var/lib/rpm/Name', '/x/etc/passwd', '/etc/shadow'])
    assert.ok(!keeps(path, 1), path);
  assert.ok(keeps('/var/lib/dpkg/status', 32 << 20));
  assert.ok(!keeps('/var/lib/dpkg/status', (32 << 20) + 1));
  assert.ok(!keeps('/var/lib/rpm/rpmdb.sqlite', (256 << 20) + 1));
});
