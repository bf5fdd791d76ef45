import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneNode } from '../bases/paid-size/fleet.ts';
import { elfFile, glibcBase, glibcLoader, imageConfig, muslBase, muslLoader, program } from '../judge/literal-bases.suite.ts';
import type { OverviewTarget } from '../judge/overview.ts';
import type { Software } from '../judge/software.ts';
import { understand } from '../judge/understand.ts';
import type { Candidate, RecommendedUnit } from '../report/recommendation.ts';
import { literalRootfs } from '../tree/literal.ts';
import type { LiteralEntry, LiteralFiles } from '../tree/literal.ts';
import { recommendImage } from './recommend-image.ts';

const apk = { '/sbin/apk': program(muslLoader) };
const target = (name: string, open: () => Software): OverviewTarget => ({ key: name, open });
const alpine = target('alpine:3.23', () => understand('alpine:3.23', muslBase(apk, '3.23.0'), null));
const debian = target('debian:12-slim', () => understand('debian:12-slim', glibcBase({ '/usr/bin/apt-get': program(glibcLoader) }), null));

function recommend(software: Software, bases: readonly OverviewTarget[] = [alpine, debian]): RecommendedUnit {
  const criteria = ['verdict', 'support', 'size', 'surface', 'closeness'] as const;
  return recommendImage(software, { criteria, fleet: oneNode, platform: 'linux/amd64', today: '2026-11-24', bases, everyBase: true });
}

function on(unit: RecommendedUnit, name: string): Candidate {
  const found = unit.candidates.find((candidate) => candidate.name === name);
  assert.ok(found !== undefined, name);
  return found;
}

const musl = (files: LiteralFiles, command = ['/app'], more = {}): Software =>
  understand('subject', muslBase({ ...apk, ...files }), imageConfig(command, more));

test('staying is an answer like any other', () => {
  const unit = recommend(musl({ '/app': program(muslLoader) }));
  assert.deepEqual(unit.candidates.map(({ name, changed, rank }) => [name, changed, rank]), [['alpine:3.23', 'runs', 1], ['alpine:3.20.3', 'runs', 2], ['debian:12-slim', 'breaks', 3]]); // prettier-ignore
  assert.deepEqual([on(unit, 'alpine:3.20.3').today, on(unit, 'alpine:3.23').today], [true, false]);
  assert.equal(unit.blockers[0]?.rule, 'missing-interpreter');
  assert.deepEqual(unit.blockers[0]?.frees, ['debian:12-slim']);
});

test('a library whose package is known is a change, and the verdict once changed is said to be that', () => {
  const needs = (name: string): LiteralFiles => ({ '/app': program(muslLoader, { needed: ['libc.musl-x86_64.so.1', name] }) });
  const known = on(recommend(musl(needs('libstdc++.so.6'))), 'alpine:3.23');
  assert.deepEqual([known.rebuild, known.changed], ['breaks', 'runs']);
  assert.deepEqual(known.changes.map(({ kind, how, certainty }) => [kind, how, certainty]), [['install-packages', 'apk add --no-cache libstdc++', 'likely']]); // prettier-ignore
  const unknown = on(recommend(musl(needs('libnobody.so.1'))), 'alpine:3.23');
  assert.deepEqual([unknown.rebuild, unknown.changed, unknown.changes], ['breaks', 'breaks', []]);
});

test('a symbol that the package of that release does not have keeps the verdict', () => {
  // GLIBCXX_3.4.30 came with GCC 12; Alpine 3.16 has 11.
  const name = '_ZSt21__glibcxx_assert_failPKciS0_S0_';
  const files = {
    '/app': program(muslLoader, {
      needed: ['libc.musl-x86_64.so.1', 'libstdc++.so.6'],
      symbols: [{ name, defined: false }],
      relocations: [{ type: 1, symbol: name }],
    }),
  };
  const old = target('alpine:3.16', () => understand('alpine:3.16', muslBase(apk, '3.16.9'), null));
  const unit = recommend(musl(files), [old, alpine]);
  assert.deepEqual([on(unit, 'alpine:3.16').changed, on(unit, 'alpine:3.23').changed], ['breaks', 'runs']);
});

test('needs are shown with their evidence, and what a base lacks of them is a change', () => {
  const files: LiteralFiles = {
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\n',
    '/srv/start.sh': { content: '#!/bin/bash\nexec /app\n', mode: 0o755 },
    '/bin/bash': program(muslLoader),
    '/app': program(muslLoader, { needed: ['libc.musl-x86_64.so.1', 'libssl.so.3'] }),
    '/srv/libssl.so.3': elfFile({ soname: 'libssl.so.3' }),
  };
  const env = ['TZ=Europe/Berlin', 'LANG=de_DE.UTF-8', 'LD_LIBRARY_PATH=/srv'];
  const unit = recommend(musl(files, ['/srv/start.sh'], { user: 'app', env }));
  const needs = new Map(unit.needs.map(({ kind, what }) => [kind, what]));
  assert.deepEqual(Object.fromEntries(needs), {
    libc: 'musl',
    shell: 'bash',
    user: 'app (1000)',
    certificates: 'CA certificates',
    'time-zones': 'TZ=Europe/Berlin',
    locale: 'de_DE.UTF-8',
    architecture: 'linux/amd64',
  });
  const { changes } = on(unit, 'alpine:3.23');
  assert.deepEqual(changes.map(({ kind }) => kind), ['add-user', 'add-certificates', 'add-time-zones']); // prettier-ignore
  assert.match(changes[0]?.how ?? '', /^addgroup -S -g 1000 app && adduser -S -D -H -u 1000 -G app app$/);
});

test('a program that is static already runs on nothing at all', () => {
  const unit = recommend(musl({ '/app': elfFile({ type: 2 }) }));
  const [best] = unit.candidates;
  assert.deepEqual([best?.name, best?.rebuild, best?.changes], ['scratch', 'runs', []]);
});

test('a Go program that could be static stands on scratch, and one that a shell starts does not', () => {
  const goProgram = (...needed: readonly string[]): LiteralEntry => {
    const entry = program(muslLoader, { needed: ['libc.musl-x86_64.so.1', ...needed] });
    assert.ok(entry.elf !== undefined && !('unknown' in entry.elf));
    return { ...entry, elf: { ...entry.elf, go: { version: 'go1.24', settings: {}, dependencies: [] } } };
  };
  const scratchOf = (command: readonly string[], more: LiteralFiles = {}): Candidate | undefined =>
    recommend(musl({ '/app': goProgram(), ...more }, [...command])).candidates.find(({ name }) => name === 'scratch');
  assert.deepEqual([scratchOf(['/app'])?.changed, scratchOf(['/app'])?.changes[0]?.kind], ['runs', 'build-static']);
  assert.equal(scratchOf(['/bin/sh', '-c', '/app'])?.changed, 'breaks');
  const library = { '/usr/lib/libsqlite3.so.0': elfFile({ soname: 'libsqlite3.so.0' }) };
  assert.equal(scratchOf(['/app'], { '/app': goProgram('libsqlite3.so.0'), ...library }), undefined);
});

test('no base without a C library is said to run what needs a runtime', () => {
  const bare = target('static', () => understand('static', literalRootfs({ '/etc/os-release': 'ID=debian\nVERSION_ID="13"\n' }), null));
  const unit = recommend(musl({ '/srv/app.jar': 'x' }, ['java', '-jar', '/srv/app.jar']), [bare]);
  assert.equal(on(unit, 'static').changed, 'breaks');
});

test('what is copied onto a base without a package manager has the exports of its own GCC', () => {
  const named = (release: string): OverviewTarget =>
    target(`ubi${release}-micro`, () =>
      understand(`ubi${release}-micro`, glibcBase({ '/etc/os-release': `ID=rhel\nVERSION_ID=${release}\nID_LIKE=fedora\n` }), null),
    );
  const versionNeeds = [{ file: 'libstdc++.so.6', name: 'GLIBCXX_3.4.29' }];
  const app = program(glibcLoader, { needed: ['libc.so.6', 'libstdc++.so.6'], versionNeeds });
  const unit = recommend(understand('subject', glibcBase({ '/app': app }), imageConfig(['/app'])), [named('8'), named('9')]);
  // GLIBCXX_3.4.29 came with GCC 11; UBI 8 has 8.5.
  assert.deepEqual([on(unit, 'ubi8-micro').changed, on(unit, 'ubi9-micro').changed], ['breaks', 'runs']);
});

test('a runtime that the image starts and does not have is brought by an image', () => {
  const unit = recommend(musl({ '/srv/app.jar': 'x' }, ['java', '-jar', '/srv/app.jar']));
  assert.deepEqual(unit.needs.map(({ kind, what }) => `${kind} ${what}`), ['runtime java', 'architecture linux/amd64']); // prettier-ignore
  const found = on(unit, 'debian:12-slim');
  assert.deepEqual([found.rebuild, found.changed, found.changes.map(({ kind }) => kind)], ['breaks', 'runs', ['take-runtime']]);
});

test('a base alone is no software to find a base for', () => {
  assert.deepEqual(recommend(understand('alpine', muslBase(apk), null)).candidates, []);
  assert.deepEqual(recommend(understand('alpine', muslBase(apk), imageConfig(['/bin/sh']))).candidates, []);
  assert.ok(recommend(musl({ '/srv/app.jar': 'x' }, ['java', '-jar', '/srv/app.jar'])).candidates.length > 0);
});

const noble = { '/etc/os-release': 'ID=ubuntu\nVERSION_ID="24.04"\nID_LIKE=debian\n', '/usr/bin/apt-get': program(glibcLoader) };
const ubuntu = target('ubuntu:24.04', () => understand('ubuntu:24.04', glibcBase(noble), null));

function chiselled(files: LiteralFiles, command: readonly string[] = ['/app']): Candidate {
  const software = understand('subject', glibcBase(files), imageConfig([...command]));
  return on(recommend(software, [ubuntu]), 'ubuntu:24.04 chiselled');
}

test('an Ubuntu is cut from the slices that the software asks for, and no others', () => {
  const app = program(glibcLoader, { needed: ['libc.so.6', 'libz.so.1', 'libstdc++.so.6'] });
  const found = chiselled({ '/app': app });
  assert.deepEqual([found.rebuild, found.changed, found.standing.surface.shell], ['breaks', 'runs', false]);
  assert.deepEqual(found.changes.map(({ kind, what }) => `${kind} ${what}`), ['add-slice zlib1g_libs', 'add-slice libstdc++6_libs', 'cut-slices ubuntu-24.04']); // prettier-ignore
  assert.match(
    found.changes.at(-1)?.how ?? '',
    /^chisel cut --release ubuntu-24\.04 --root ROOTFS base-files_base .*zlib1g_libs libstdc\+\+6_libs$/,
  );
  const plain = chiselled({ '/app': program(glibcLoader, { needed: ['libc.so.6'] }) });
  assert.deepEqual([plain.rebuild, plain.changed, plain.changes.map(({ kind }) => kind)], ['runs', 'runs', ['cut-slices']]);
});

test('what no slice brings keeps a chiselled Ubuntu from running', () => {
  const needs = (name: string): LiteralFiles => ({ '/app': program(glibcLoader, { needed: ['libc.so.6', name] }) });
  assert.equal(chiselled(needs('libnobody.so.1')).changed, 'breaks');
  // A slice is there, but what the library exports is not known.
  assert.equal(chiselled(needs('libpq.so.5')).changed, 'breaks');
  assert.equal(chiselled({ '/start.sh': { content: '#!/bin/sh\n', mode: 0o755 } }, ['/start.sh']).changed, 'breaks');
});

test('a copied library is looked at for what it needs itself', () => {
  const bare = target('micro', () => understand('micro', glibcBase({ '/etc/os-release': 'ID=debian\nVERSION_ID="12"\n' }), null));
  const app = program(glibcLoader, { needed: ['libc.so.6', 'libstdc++.so.6'] });
  const found = on(recommend(understand('subject', glibcBase({ '/app': app }), imageConfig(['/app'])), [bare]), 'micro');
  assert.deepEqual(found.changes.map(({ kind, what }) => `${kind} ${what}`), ['copy-libraries libstdc++6', 'copy-libraries libgcc-s1']); // prettier-ignore
});

test('a package of npm without a build for a base is named with the release that has one', () => {
  const folder = '/app/node_modules/@node-rs/bcrypt';
  const files: LiteralFiles = {
    '/app/main': program(glibcLoader, { needed: ['libc.so.6'] }),
    [`${folder}/package.json`]: '{"name":"@node-rs/bcrypt","version":"0.5.0","optionalDependencies":{"@node-rs/bcrypt-linux":"0.5.0"}}',
    [`${folder}-linux/package.json`]: '{"name":"@node-rs/bcrypt-linux","version":"0.5.0","os":["linux"]}',
    [`${folder}-linux/bcrypt.linux.node`]: elfFile({ needed: ['libgcc_s.so.1', 'libc.so.6'] }),
  };
  const software = understand('subject', glibcBase({ '/usr/bin/apt-get': program(glibcLoader), ...files }), imageConfig(['/app/main']));
  const remedies = (of: Software): readonly string[] =>
    recommend(of, [alpine]).blockers.flatMap((blocker) => blocker.remedies.map(({ kind, what }) => `${kind} ${what}`));
  const npm = { newer: (pkg: { readonly version: string }) => (pkg.version === '0.5.0' ? { version: '1.0.0', build: '@node-rs/bcrypt-linux-x64-musl' } : null) }; // prettier-ignore
  assert.ok(remedies({ ...software, npm }).includes('version @node-rs/bcrypt 1.0.0 instead of 0.5.0: @node-rs/bcrypt-linux-x64-musl'));
  assert.ok(!remedies({ ...software, npm: { newer: () => null } }).some((each) => each.includes('bcrypt 1.0.0')));
});
