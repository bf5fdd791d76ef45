import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Target } from '../report/report.ts';
import type { LiteralFiles } from '../tree/literal.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import { judgeRebuilt } from './judge-target.ts';
import { elfFile, glibcBase, glibcLoader, imageConfig, muslBase, muslLoader, program } from './literal-bases.suite.ts';
import type { Software } from './software.ts';
import { understand } from './understand.ts';

const apkFiles: LiteralFiles = {
  '/lib/apk/db/installed': 'P:libpq\nV:16.1-r0\nA:x86_64\np:so:libpq.so.5=5.16\nF:usr/lib\nR:libpq.so.5\n\n',
  '/sbin/apk': program(muslLoader),
  '/usr/lib/libpq.so.5': elfFile({ soname: 'libpq.so.5', symbols: [{ name: 'PQconnectdb' }] }),
};

/** A program over a library that a package brought on top of the base. */
function subject(rootfs: (files: LiteralFiles) => Rootfs, files: LiteralFiles): Software {
  const software = understand('subject', rootfs(files), imageConfig(['/app']));
  return { ...software, partOf: (entry) => (/libpq|libodd/.test(entry.path) ? 'packages' : software.partOf(entry)) };
}

const musl = (library = 'libpq.so.5'): Software =>
  subject(muslBase, { ...apkFiles, '/app': program(muslLoader, { needed: ['libc.musl-x86_64.so.1', library] }) });

function shown({ verdict, findings, artifacts }: Target): readonly unknown[] {
  const app = artifacts.find(({ path }) => path === '/app');
  return [verdict, app?.outcome, app?.certainty, findings.map(({ rule }) => rule).filter((rule) => !rule.startsWith('resolver'))];
}

test("another release's package takes the place of the subject's own", () => {
  const target = understand('alpine:3.23', muslBase({ '/sbin/apk': program(muslLoader) }, '3.23.0'), null);
  const judged = judgeRebuilt(musl(), target);
  assert.deepEqual(shown(judged), ['runs', 'runs', 'likely', ['replaced-package']]);
  const note = judged.findings.find(({ rule }) => rule === 'replaced-package');
  assert.match(note?.fix ?? '', /^apk add --no-cache libpq$/);
});

test('a base without a package manager cannot install it', () => {
  assert.deepEqual(shown(judgeRebuilt(musl(), understand('bare', muslBase(), null))), ['breaks', 'missing-library', 'proven', ['missing-library']]); // prettier-ignore
});

test("a library of the base itself is not promised by anybody's package", () => {
  const software = { ...musl(), partOf: () => 'application' as const };
  const target = understand('alpine:3.23', muslBase({ '/sbin/apk': program(muslLoader) }, '3.23.0'), null);
  assert.equal(
    judgeRebuilt({ ...software, partOf: (entry) => (entry.path === '/app' ? 'application' : 'base') }, target).verdict,
    'breaks',
  );
});

test('Debian brings it under another name; an unknown name leaves the verdict open', () => {
  const dpkg = (name: string): LiteralFiles => ({
    '/var/lib/dpkg/status': `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n`,
    [`/var/lib/dpkg/info/${name}.list`]: `/usr/lib/x86_64-linux-gnu/${name}.so.5\n`,
    [`/usr/lib/x86_64-linux-gnu/${name}.so.5`]: elfFile({ soname: `${name}.so.5` }),
    '/usr/bin/apt-get': program(glibcLoader),
    '/app': program(glibcLoader, { needed: ['libc.so.6', `${name}.so.5`] }),
  });
  const target = understand('debian:12', glibcBase({ '/usr/bin/apt-get': program(glibcLoader) }), null);
  const known = judgeRebuilt(subject(glibcBase, dpkg('libpq')), target);
  assert.deepEqual(shown(known), ['runs', 'runs', 'likely', ['replaced-package']]);
  assert.match(known.findings.find(({ rule }) => rule === 'replaced-package')?.message ?? '', /libpq5 \(Debian's index of 12/);
  const fedora = glibcBase({ '/etc/os-release': 'ID=fedora\nVERSION_ID=43\n', '/usr/bin/dnf': program(glibcLoader) });
  const open = judgeRebuilt(subject(glibcBase, dpkg('libodd')), understand('fedora:43', fedora, null));
  assert.deepEqual(shown(open), ['unknown', 'unknown', 'likely', ['undecided']]);
  assert.match(open.findings.find(({ rule }) => rule === 'undecided')?.message ?? '', /libodd\.so\.5, which the package libodd brings/);
});
