import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LiteralElf } from '../formats/binary/elf-literal.ts';
import type { Target } from '../report/report.ts';
import type { LiteralFiles } from '../tree/literal.ts';
import { judgeRebuilt } from './judge-target.ts';
import { elfFile, glibcBase, glibcLoader, imageConfig, muslBase, muslLoader, program } from './literal-bases.suite.ts';
import type { Software } from './software.ts';
import { understand } from './understand.ts';

/** A program over a library that a package brought on top of Alpine 3.20. */
function onAlpine(soname: string, owner: string, more: LiteralElf = {}): Software {
  const files: LiteralFiles = {
    '/lib/apk/db/installed': `P:${owner}\nV:1-r0\nA:x86_64\np:so:${soname}=1\nF:usr/lib\nR:${soname}\n\n`,
    '/sbin/apk': program(muslLoader),
    [`/usr/lib/${soname}`]: elfFile({ soname, symbols: [{ name: 'served' }] }),
    '/app': program(muslLoader, { needed: ['libc.musl-x86_64.so.1', soname], ...more }),
  };
  return withPackages(understand('subject', muslBase(files), imageConfig(['/app'])), soname);
}

function alpine(release: string): Software {
  return understand(`alpine:${release}`, muslBase({ '/sbin/apk': program(muslLoader) }, `${release}.0`), null);
}

const debianRelease = (release: string): LiteralFiles => ({
  '/etc/os-release': `ID=debian\nVERSION_ID="${release}"\n`,
  '/usr/bin/apt-get': program(glibcLoader),
});

function onDebian(soname: string, owner: string, release = '12'): Software {
  const folder = '/usr/lib/x86_64-linux-gnu';
  const files: LiteralFiles = {
    ...debianRelease(release),
    '/var/lib/dpkg/status': `Package: ${owner}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n`,
    [`/var/lib/dpkg/info/${owner}.list`]: `${folder}/${soname}\n`,
    [`${folder}/${soname}`]: elfFile({ soname }),
    '/app': program(glibcLoader, { needed: ['libc.so.6', soname] }),
  };
  return withPackages(understand('subject', glibcBase(files), imageConfig(['/app'])), soname);
}

function debian(release: string): Software {
  return understand(`debian:${release}`, glibcBase(debianRelease(release)), null);
}

function withPackages(software: Software, soname: string): Software {
  return { ...software, partOf: (entry) => (entry.path.endsWith(`/${soname}`) ? 'packages' : software.partOf(entry)) };
}

function shown({ verdict, findings, artifacts }: Target): readonly unknown[] {
  const app = artifacts.find(({ path }) => path === '/app');
  return [verdict, app?.outcome, app?.certainty, findings.map(({ rule }) => rule).filter((rule) => !rule.startsWith('resolver'))];
}

const counted = ['runs', 'runs', 'likely', ['replaced-package']];
const open = ['unknown', 'unknown', 'likely', ['undecided']];
const missing = (certainty: string): readonly unknown[] => ['breaks', 'missing-library', certainty, ['missing-library']];

test('the same release brings again what is installed today', () => {
  const judged = judgeRebuilt(onAlpine('libpq.so.5', 'libpq'), alpine('3.20'));
  assert.deepEqual(shown(judged), counted);
  assert.match(judged.findings.find(({ rule }) => rule === 'replaced-package')?.fix ?? '', /^apk add --no-cache libpq$/);
});

test('a newer release whose index has the soname', () => {
  const judged = judgeRebuilt(onDebian('libpq.so.5', 'libpq5'), debian('13'));
  assert.deepEqual(shown(judged), counted);
  assert.match(judged.findings.find(({ rule }) => rule === 'replaced-package')?.message ?? '', /libpq5 \(Debian's index of 13/);
});

test('a soname that the whole index of a release lacks is missing there', () => {
  assert.deepEqual(shown(judgeRebuilt(onDebian('libicuuc.so.72', 'libicu72'), debian('13'))), missing('proven'));
});

test('an older release may lack what the newer one exports; no index says nothing', () => {
  assert.deepEqual(shown(judgeRebuilt(onDebian('libpq.so.5', 'libpq5', '13'), debian('12'))), open);
  const without = judgeRebuilt(onAlpine('libicuuc.so.74', 'icu-libs'), alpine('3.23'));
  assert.deepEqual(shown(without), open);
  assert.match(
    without.findings.find(({ rule }) => rule === 'undecided')?.message ?? '',
    /libicuuc\.so\.74, which the package icu-libs brings/,
  );
  const fedora = understand(
    'fedora:43',
    glibcBase({ '/etc/os-release': 'ID=fedora\nVERSION_ID=43\n', '/usr/bin/dnf': program(glibcLoader) }),
    null,
  );
  assert.deepEqual(shown(judgeRebuilt(onDebian('libpq.so.5', 'libpq5'), fedora)), open);
});

test("GCC's libraries by the release of GCC that the target has", () => {
  assert.deepEqual(shown(judgeRebuilt(onAlpine('libstdc++.so.6', 'libstdc++'), alpine('3.23'))), counted);
  // GLIBCXX_3.4.30 came with GCC 12; Alpine 3.16 has 11.
  const name = '_ZSt21__glibcxx_assert_failPKciS0_S0_';
  const newer = onAlpine('libstdc++.so.6', 'libstdc++', { symbols: [{ name, defined: false }], relocations: [{ type: 1, symbol: name }] });
  assert.equal(judgeRebuilt(newer, alpine('3.23')).verdict, 'runs');
  assert.equal(judgeRebuilt(newer, alpine('3.16')).verdict, 'breaks');
});

test('a base without a package manager cannot install it', () => {
  const bare = understand('bare', muslBase(), null);
  assert.deepEqual(shown(judgeRebuilt(onAlpine('libpq.so.5', 'libpq'), bare)), missing('proven'));
});

test("a library of the base itself is not promised by anybody's package", () => {
  const software = onAlpine('libpq.so.5', 'libpq');
  const base: Software = { ...software, partOf: (entry) => (entry.path === '/app' ? 'application' : 'base') };
  assert.equal(judgeRebuilt(base, alpine('3.23')).verdict, 'breaks');
});
