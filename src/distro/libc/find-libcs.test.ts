import assert from 'node:assert/strict';
import { test } from 'node:test';
import { literalRootfs } from '../../tree/literal.ts';
import type { LiteralFiles } from '../../tree/literal.ts';
import { readPackages } from '../packages/read-packages.ts';
import { survey } from '../survey.ts';
import { findLibcs, libcOf } from './find-libcs.ts';
import type { Libcs } from './find-libcs.ts';
import { elfFile, glibcLibrary, glibcLoader, muslLoader } from './literal-libc.suite.ts';
import { mainLibc } from './main-libc.ts';

function find(files: LiteralFiles, distribution: string | null = null): Libcs & { readonly rootfs: ReturnType<typeof literalRootfs> } {
  const rootfs = literalRootfs(files);
  return { rootfs, ...findLibcs(rootfs, readPackages(rootfs), distribution, survey(rootfs.tree).libcNames) };
}

const MUSL = 'P:musl\nV:1.2.4_git20230717-r4\nF:lib\nR:ld-musl-x86_64.so.1\n\n';
const DEBIAN = 'Debian GLIBC 2.36-9+deb12u14';

test('Alpine: the loader is the library, with the version that it says itself', () => {
  const { libcs } = find(
    {
      '/lib/ld-musl-x86_64.so.1': muslLoader('1.2.4_git20230717', { remap: true, soname: 'libc.musl-x86_64.so.1' }),
      '/lib/libc.musl-x86_64.so.1': { target: 'ld-musl-x86_64.so.1' },
      '/lib/apk/db/installed': MUSL,
    },
    'alpine',
  );
  assert.equal(libcs.length, 1);
  const [musl] = libcs;
  assert.deepEqual(
    [musl?.family, musl?.version, musl?.loaders, musl?.package],
    ['musl', '1.2.4_git20230717', ['/lib/ld-musl-x86_64.so.1'], { name: 'musl', version: '1.2.4_git20230717-r4' }],
  );
  assert.ok(musl?.family === 'musl' && musl.capabilities.relr === true && musl.capabilities.lfs64Remap === true);
});

test('Debian with a merged /usr: the interpreter name first, the library beside it', () => {
  const { libcs } = find({
    '/lib': { target: 'usr/lib' },
    '/lib64': { target: 'usr/lib64' },
    '/usr/lib64/ld-linux-x86-64.so.2': { target: '/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2' },
    '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2': glibcLoader(DEBIAN),
    '/usr/lib/x86_64-linux-gnu/libc.so.6': glibcLibrary(DEBIAN, ['GLIBC_2.36', 'GLIBC_ABI_DT_RELR']),
  });
  assert.equal(libcs.length, 1);
  const [glibc] = libcs;
  assert.ok(glibc?.family === 'glibc');
  assert.deepEqual([glibc.version, glibc.banner, glibc.loaders[0]], ['2.36', DEBIAN, '/lib64/ld-linux-x86-64.so.2']);
  assert.equal(glibc.library, '/usr/lib/x86_64-linux-gnu/libc.so.6');
  assert.deepEqual(glibc.systemDirectories, ['/lib/x86_64-linux-gnu/', '/usr/lib/x86_64-linux-gnu/', '/lib/', '/usr/lib/']);
});

test('Wolfi: the loader has a package of its own, the libc is named by its library', () => {
  const [glibc] = find({
    '/lib64/ld-linux-x86-64.so.2': { target: '/usr/lib/ld-linux-x86-64.so.2' },
    '/usr/lib/ld-linux-x86-64.so.2': glibcLoader('GNU libc 2.43'),
    '/usr/lib/libc.so.6': glibcLibrary('GNU libc 2.43', []),
    '/usr/lib/apk/db/installed':
      'P:ld-linux\nV:2.43-r1\nF:usr/lib\nR:ld-linux-x86-64.so.2\n\nP:glibc\nV:2.43-r1\nF:usr/lib\nR:libc.so.6\n\n',
  }).libcs;
  assert.deepEqual(glibc?.package, { name: 'glibc', version: '2.43-r1' });
});

test('before 2.33 only the library says its version', () => {
  const [glibc] = find({
    '/lib64/ld-linux-x86-64.so.2': { target: '/lib/x86_64-linux-gnu/ld-2.31.so' },
    '/lib/x86_64-linux-gnu/ld-2.31.so': glibcLoader(null),
    '/lib/x86_64-linux-gnu/libc-2.31.so': glibcLibrary('Debian GLIBC 2.31-13+deb11u11', ['GLIBC_2.30']),
    '/lib/x86_64-linux-gnu/libc.so.6': { target: 'libc-2.31.so' },
  }).libcs;
  assert.deepEqual([glibc?.version, glibc?.path], ['2.31', '/lib/x86_64-linux-gnu/ld-2.31.so']);
  assert.ok(glibc?.family === 'glibc' && glibc.capabilities.relr === false);
});

test('two libcs in one tree: each program has the one that its interpreter leads to', () => {
  const { libcs, rootfs } = find({
    '/lib/ld-musl-x86_64.so.1': { target: 'x86_64-linux-musl/libc.so' },
    '/lib/x86_64-linux-musl/libc.so': muslLoader('1.2.3'),
    '/lib64/ld-linux-x86-64.so.2': glibcLoader(DEBIAN),
    '/lib/x86_64-linux-gnu/libc.so.6': glibcLibrary(DEBIAN, []),
    '/bin/sh': elfFile({ interpreter: '/lib64/ld-linux-x86-64.so.2' }),
  });
  assert.deepEqual(libcs.map((libc) => libc.family).toSorted(), ['glibc', 'musl']);
  assert.equal(libcOf(rootfs, libcs, '/lib/ld-musl-x86_64.so.1')?.family, 'musl');
  assert.equal(libcOf(rootfs, libcs, '/lib64/ld-linux-x86-64.so.2')?.family, 'glibc');
  assert.equal(libcOf(rootfs, libcs, '/lib/ld-other.so'), undefined);
  assert.equal(mainLibc(rootfs, libcs)?.family, 'glibc');
});

test('a link from the glibc name to musl makes programs start under musl', () => {
  const { libcs, rootfs } = find({
    '/lib/ld-musl-x86_64.so.1': muslLoader('1.2.5'),
    '/lib64/ld-linux-x86-64.so.2': { target: '/lib/ld-musl-x86_64.so.1' },
  });
  assert.deepEqual(
    libcs.map((libc) => [libc.family, libc.loaders]),
    [['musl', ['/lib/ld-musl-x86_64.so.1', '/lib64/ld-linux-x86-64.so.2']]],
  );
  assert.equal(libcOf(rootfs, libcs, '/lib64/ld-linux-x86-64.so.2')?.family, 'musl');
});

test("gcompat's stub is no libc", () => {
  const stub = elfFile({ static: true, entry: 0x1000, rodata: Buffer.from('\0This is the gcompat ELF interpreter stub.\0') });
  const found = find({
    '/lib/ld-musl-x86_64.so.1': muslLoader('1.2.5'),
    '/lib/ld-linux-x86-64.so.2': stub,
    '/lib64/ld-linux-x86-64.so.2': { target: '/lib/ld-linux-x86-64.so.2' },
  });
  assert.deepEqual(
    found.libcs.map((libc) => libc.family),
    ['musl'],
  );
  assert.deepEqual(found.gcompatStubs, ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-x86-64.so.2']);
});

test('a name is no proof: scripts, text and other libraries under the name of a libc count for nothing', () => {
  const found = find({
    '/usr/lib/x86_64-linux-gnu/libc.so': '/* GNU ld script */\nGROUP ( /lib/libc.so.6 )\n',
    '/lib/ld-linux-x86-64.so.2': elfFile({ soname: 'libother.so.1' }),
    '/lib/libc.so.6': '#!/bin/sh\n',
  });
  assert.deepEqual(found.libcs, []);
});

test('what could not be read is unknown, a choice without a reason is none', () => {
  const found = find({ '/lib/ld-musl-x86_64.so.1': { content: 'x', elf: { unknown: 'over its budget' } } });
  assert.deepEqual(found.unknown, [{ what: '/lib/ld-musl-x86_64.so.1', why: 'over its budget' }]);
  const two = find({ '/lib/ld-musl-x86_64.so.1': muslLoader('1.2.5'), '/lib/ld-musl-aarch64.so.1': muslLoader('1.2.3', { machine: 183 }) });
  assert.equal(mainLibc(two.rootfs, two.libcs), null);
});

test('a libc.so.6 without a loader is a libc that starts nothing', () => {
  const [glibc] = find({ '/lib/libc.so.6': glibcLibrary(DEBIAN, []) }).libcs;
  assert.deepEqual([glibc?.family, glibc?.loaders, glibc?.version], ['glibc', [], '2.36']);
});
