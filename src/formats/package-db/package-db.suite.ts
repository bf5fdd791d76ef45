// Databases that real programs wrote, for the tests of this folder.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Parts of the databases of alpine:3.20 and debian:12, unchanged. */
export const APK = `C:Q14RZx5CbcLYGJFVkG0AfDm+HrE2c=
P:musl
V:1.2.5-r0
A:x86_64
S:407468
I:667648
T:the musl c library (libc) implementation
U:https://musl.libc.org/
L:MIT
o:musl
m:Natanael Copa <ncopa@alpinelinux.org>
t:1710503016
c:4fe5bdbe47b100daa6380f81c4c8ea3f99b61362
p:so:libc.musl-x86_64.so.1=1
F:lib
R:ld-musl-x86_64.so.1
a:0:0:755
Z:Q1HZA7d+LP0Q3TzAECd+MB9p1PxQU=
R:libc.musl-x86_64.so.1
a:0:0:777
Z:Q17yJ3JFNypA4mxhJJr0ou6CzsJVI=

C:Q14RZx5CbcLYGJFVkG0AfDm+HrE2c=
P:musl-utils
V:1.2.5-r0
A:x86_64
o:musl
D:scanelf so:libc.musl-x86_64.so.1
p:libc-utils=1.2.5-r0 cmd:getconf=1.2.5-r0 cmd:ldd=1.2.5-r0
r:libiconv
F:sbin
R:ldconfig
a:0:0:755
F:usr
F:usr/bin
R:ldd

`;

export const DPKG_STATUS = `Package: libc6
Status: install ok installed
Priority: optional
Section: libs
Installed-Size: 12995
Maintainer: GNU Libc Maintainers <debian-glibc@lists.debian.org>
Architecture: amd64
Multi-Arch: same
Source: glibc
Version: 2.36-9+deb12u14
Replaces: libc6-amd64
Depends: libgcc-s1, libcrypt1 (>= 1:4.4.10-10~)
Conffiles:
 /etc/ld.so.conf.d/x86_64-linux-gnu.conf d4e7a7b88a71b5ffd9e2644e71a0cfab
Description: GNU C Library: Shared libraries
 Contains the standard libraries that are used by nearly all programs on
 the system.
 .
 Second paragraph.

Package: removed
Status: deinstall ok config-files
Architecture: amd64
Version: 1.0

Package: libgcc-s1
Status: install ok unpacked
Architecture: amd64
Source: gcc-12 (12.2.0-14+deb12u1)
Version: 12.2.0-14+deb12u1
Provides: libgcc1 (= 1:12.2.0-14+deb12u1)
Pre-Depends: gcc-12-base (= 12.2.0-14+deb12u1)
Depends: libc6 (>= 2.35)
`;

type RpmFile = 'sqlite' | 'walBase' | 'wal' | 'ndb' | 'berkeleyLittle' | 'berkeleyBig';

/**
 * Three packages of test/conformance/package-db-spec.ts: headers by rpmbuild 4.18, files by SQLite, rpm's own rpmpkg.c and Berkeley DB 5.3.
 * `walBase` has the first of them, its log the other two and an uncommitted deletion.
 */
export function rpmFile(name: RpmFile): Uint8Array {
  const recorded: unknown = JSON.parse(readFileSync(new URL('testdata/rpm-databases.json', import.meta.url), 'utf8'));
  const text = typeof recorded === 'object' && recorded !== null && name in recorded ? Reflect.get(recorded, name) : undefined;
  if (typeof text !== 'string') throw new TypeError(`no recorded ${name}`);
  return gunzipSync(Buffer.from(text, 'base64'));
}
