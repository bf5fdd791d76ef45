import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLockfile } from '../../formats/text/lockfiles/read-lockfile.ts';
import { parseLockTarget } from '../lockfiles/lock-target.ts';
import { selectPackages } from '../lockfiles/select-packages.ts';
import type { Selection } from '../lockfiles/select-packages.ts';
import { listAllows, packagePlatform, platformStem } from './package-platform.ts';
import { selectNode } from './select-node.ts';

const musl = 'musl@1.2/x86_64+node@22+npm@11.21.2';
const glibc = 'glibc@2.36/x86_64+node@22+npm@11.21.2';

interface Entry {
  readonly version?: string;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly [field: string]: unknown;
}

const builds = {
  'node_modules/x-linux-x64-gnu': build('x64', ['glibc']),
  'node_modules/x-linux-x64-musl': build('x64', ['musl']),
  'node_modules/x-linux-arm64-gnu': build('arm64', ['glibc']),
  'node_modules/x-darwin-arm64': { version: '1.0.0', os: ['darwin'], cpu: ['arm64'], optional: true },
};
const parent = {
  version: '1.0.0',
  optionalDependencies: Object.fromEntries(Object.keys(builds).map((key) => [key.slice('node_modules/'.length), '1.0.0'])),
};

test('the build for the C library is opened, and it alone is installed where the lock has the field', () => {
  assert.deepEqual(verdict(select({ 'node_modules/x': parent, ...builds }, musl)), ['prebuilt', 'x-linux-x64-musl', ['x-linux-x64-musl']]);
  assert.deepEqual(verdict(select({ 'node_modules/x': parent, ...builds }, glibc)), ['prebuilt', 'x-linux-x64-gnu', ['x-linux-x64-gnu']]);
});

test('without libc fields both are installed, and the name decides which is opened', () => {
  const bare = Object.fromEntries(Object.entries(builds).map(([key, entry]) => [key, { ...entry, libc: undefined }]));
  const both = ['x-linux-x64-gnu', 'x-linux-x64-musl'];
  assert.deepEqual(verdict(select({ 'node_modules/x': parent, ...bare }, musl)), ['prebuilt', 'x-linux-x64-musl', both]);
  assert.deepEqual(verdict(select({ 'node_modules/x': parent, ...builds }, 'musl@1.2/x86_64+node@22+npm@9.5.0')), [
    'prebuilt',
    'x-linux-x64-musl',
    both,
  ]);
});

test('a platform that the lock lacks fails, an install script leaves it open, npm 11.3 refuses the lock', () => {
  const { 'node_modules/x-linux-x64-musl': _, ...others } = builds;
  const missing = { 'node_modules/x': parent, ...others };
  assert.equal(verdict(select(missing, 'musl@1.2/x86_64+node@22+npm@10.9.9'))[0], 'fails');
  assert.equal(verdict(select(missing, 'glibc@2.36/x86_64+node@22+npm@10.9.9'))[0], 'prebuilt');
  assert.equal(
    verdict(select({ ...missing, 'node_modules/x': { ...parent, hasInstallScript: true } }, 'musl@1.2/x86_64+node@22+npm@10.9.9'))[0],
    'unknown',
  );
  assert.equal(select(missing, glibc).packages.find(({ name }) => name === 'x')?.why.kind, 'refused');
});

test('no build for the machine at all fails', () => {
  assert.deepEqual(verdict(select({ 'node_modules/x': parent, ...builds }, 'musl@1.2/aarch64+node@22+npm@11.21.2')), [
    'fails',
    undefined,
    [],
  ]);
});

test('a name without a libc word: glibc where musl has its own, open on musl where it has not, both where it is known to be static', () => {
  const sibling = family('s', { 's-linux-x64': build('x64'), 's-linuxmusl-x64': build('x64', ['musl']) });
  assert.deepEqual(verdict(select(sibling, glibc), 's'), ['prebuilt', 's-linux-x64', ['s-linux-x64']]);
  const lone = family('w', { 'w-linux-64': build('x64'), 'w-linux-arm64': build('arm64') });
  assert.deepEqual(verdict(select(lone, musl), 'w').slice(0, 2), ['unknown', 'w-linux-64']);
  assert.deepEqual(verdict(select(lone, glibc), 'w').slice(0, 2), ['prebuilt', 'w-linux-64']);
  const esbuild = family('esbuild', { '@esbuild/linux-x64': build('x64'), '@esbuild/linux-arm64': build('arm64') });
  assert.deepEqual(verdict(select(esbuild, musl), 'esbuild').slice(0, 2), ['prebuilt', '@esbuild/linux-x64']);
});

test('helpers for one platform decide nothing; what only a left-out package asks for is left out', () => {
  const lock = {
    ...family('x', { 'lone-linux-x64-gnu': build('x64', ['glibc']) }),
    'node_modules/x-darwin-arm64': { ...builds['node_modules/x-darwin-arm64'], dependencies: { inner: '1' } },
    'node_modules/inner': { version: '1.0.0', optional: true },
  };
  const withMac = {
    ...lock,
    'node_modules/x': { version: '1.0.0', optionalDependencies: { 'lone-linux-x64-gnu': '1', 'x-darwin-arm64': '1' } },
  };
  const selected = select(withMac, musl);
  assert.equal(verdict(selected)[0], 'unknown');
  assert.ok(!selected.packages.some(({ name }) => name === 'inner'));
});

test('engines of optional packages count in npm and not in bun', () => {
  const lock = family('x', {
    'x-linux-x64-musl': { ...build('x64', ['musl']), engines: { node: '>=24' } },
    'x-linux-arm64-musl': build('arm64', ['musl']),
  });
  assert.deepEqual(verdict(select(lock, musl)), ['fails', undefined, []]);
  assert.deepEqual(verdict(select(lock, 'musl@1.2/x86_64+node@24+npm@11.21.2'))[0], 'prebuilt');
});

test('mechanisms and scripts are signs, not verdicts', () => {
  const lock = {
    'node_modules/a': { version: '1.0.0', dependencies: { 'node-gyp-build': '^4' } },
    'node_modules/node-gyp-build': { version: '4.8.4' },
    'node_modules/b': { version: '1.0.0', hasInstallScript: true },
    'node_modules/c': { version: '1.0.0' },
  };
  const kinds = select(lock, musl).packages.map(({ name, verdict, why, native }) => [name, verdict, why.kind, native]);
  assert.deepEqual(kinds, [
    ['a', 'unknown', 'mechanism', true],
    ['node-gyp-build', 'unknown', 'no-sign', false],
    ['b', 'unknown', 'sign', true],
    ['c', 'unknown', 'no-sign', false],
  ]);
});

test('a platform package that is asked for outright must fit', () => {
  const lock = {
    '': { dependencies: { 'x-linux-x64-gnu': '1' } },
    'node_modules/x-linux-x64-gnu': { ...builds['node_modules/x-linux-x64-gnu'], optional: false },
  };
  assert.deepEqual(
    select(lock, musl).packages.map(({ name, verdict }) => [name, verdict]),
    [['x-linux-x64-gnu', 'fails']],
  );
});

test('a scope’s package opens what its native half of the same version opens', () => {
  const half = family('@x/bindings', { 'x-linux-x64-musl': build('x64', ['musl']), 'x-linux-arm64-musl': build('arm64', ['musl']) });
  const lock = {
    ...half,
    'node_modules/@x/api': { version: '1.0.0', dependencies: { '@x/bindings': '1.0.0' } },
    'node_modules/@x/loose': { version: '1.0.0', dependencies: { '@x/bindings': '^1.0.0' } },
  };
  assert.deepEqual(verdict(select(lock, musl), '@x/api').slice(0, 2), ['prebuilt', 'x-linux-x64-musl']);
  assert.equal(verdict(select(lock, glibc), '@x/api')[0], 'fails');
  assert.equal(verdict(select(lock, musl), '@x/loose')[0], 'unknown');
});

test('platforms and stems of names', () => {
  assert.equal(platformStem('@img/sharp-libvips-linuxmusl-x64'), platformStem('@img/sharp-libvips-darwin-arm64'));
  assert.notEqual(platformStem('@img/sharp-libvips-linuxmusl-x64'), platformStem('@img/sharp-linuxmusl-x64'));
  assert.equal(platformStem('turbo-linux-64'), platformStem('turbo-darwin-arm64'));
  assert.deepEqual(packagePlatform('@cloudflare/workerd-linux-64', undefined), { os: ['linux'], cpu: ['x64'], libc: null, named: null });
  assert.deepEqual(packagePlatform('@rollup/rollup-linux-arm-musleabihf', undefined), {
    os: ['linux'],
    cpu: ['arm'],
    libc: null,
    named: 'musl',
  });
  assert.equal(packagePlatform('linux-distribution', undefined), null);
  assert.equal(packagePlatform('ms', undefined), null);
  assert.deepEqual(
    [listAllows(['!win32'], 'linux'), listAllows(['!linux'], 'linux'), listAllows(['any'], 'linux'), listAllows([], 'linux')],
    [true, false, true, true],
  );
});

function build(cpu: string, libc?: readonly string[]): Entry {
  return { version: '1.0.0', os: ['linux'], cpu: [cpu], ...(libc === undefined ? {} : { libc }), optional: true };
}

function family(name: string, members: Readonly<Record<string, Entry>>): Readonly<Record<string, Entry>> {
  const entries = Object.fromEntries(Object.entries(members).map(([key, entry]) => [`node_modules/${key}`, entry]));
  return {
    [`node_modules/${name}`]: {
      version: '1.0.0',
      optionalDependencies: Object.fromEntries(Object.keys(members).map((key) => [key, '1.0.0'])),
    },
    ...entries,
  };
}

function select(entries: Readonly<Record<string, Entry>>, target: string): Selection {
  const root = entries[''] ?? {
    dependencies: Object.fromEntries(
      Object.keys(entries)
        .filter((key) => entries[key]?.['optional'] !== true)
        .map((key) => [key.slice('node_modules/'.length), '*']),
    ),
  };
  const lock = readLockfile('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages: { ...entries, '': root } }));
  return selectNode(lock, parseLockTarget(target));
}

function verdict(
  { packages, installed }: Selection,
  name = 'x',
): readonly [string | undefined, string | undefined, readonly string[] | undefined] {
  const found = packages.find((each) => each.name === name);
  return [found?.verdict, found?.file, installed];
}

test('yarn 1 leaves out optional builds for other systems, however deep, and refuses those that a package needs', () => {
  const lock = (section: string): string =>
    `# yarn lockfile v1\n\n\nesbuild@^0.21.3:\n  version "0.21.5"\n  ${section}:\n    "@esbuild/aix-ppc64" "0.21.5"\n    "@esbuild/linux-x64" "0.21.5"\n\n` +
    `"@esbuild/aix-ppc64@0.21.5":\n  version "0.21.5"\n\n"@esbuild/linux-x64@0.21.5":\n  version "0.21.5"\n\nfsevents-darwin-x64@*:\n  version "2.3.3"\n`;
  const verdicts = (text: string): readonly string[] =>
    selectNode(readLockfile('yarn.lock', text), parseLockTarget('musl@1.2/x86_64+node@22')).packages.map(
      ({ name, verdict: each, why }) => `${name} ${each} ${why.kind}`,
    );
  assert.deepEqual(verdicts(lock('optionalDependencies')), [
    'esbuild prebuilt platform-package',
    '@esbuild/linux-x64 prebuilt platform-package',
  ]);
  assert.ok(verdicts(lock('dependencies')).includes('@esbuild/aix-ppc64 fails refused'));
});

test('a ring of packages in a lock without roots is installed', () => {
  const lock =
    '# yarn lockfile v1\n\n\na@1:\n  version "1.0.0"\n  dependencies:\n    b "1"\n\nb@1:\n  version "1.0.0"\n  dependencies:\n    a "1"\n';
  const { packages } = selectNode(readLockfile('yarn.lock', lock), parseLockTarget('musl@1.2/x86_64+node@22'));
  assert.deepEqual(packages.map(({ name }) => name).toSorted(), ['a', 'b']);
});

test('a build that may be installed elsewhere too is for the machine in its name', () => {
  const build = (cpu: readonly string[]): object => ({ version: '1.0.0', optional: true, os: ['linux'], cpu, libc: ['glibc'] });
  const names = { 'linux-arm64': ['arm64', 'x64'], 'linux-x64': ['x64'] };
  const packages = {
    '': { dependencies: { 'node-llama-cpp': '1.0.0' } },
    'node_modules/node-llama-cpp': {
      version: '1.0.0',
      optionalDependencies: Object.fromEntries(Object.keys(names).map((name) => [`@node-llama-cpp/${name}`, '1.0.0'])),
    },
    ...Object.fromEntries(Object.entries(names).map(([name, cpu]) => [`node_modules/@node-llama-cpp/${name}`, build(cpu)])),
  };
  const lock = readLockfile('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages }));
  const fileOn = (machine: string): string | undefined =>
    selectPackages(lock, parseLockTarget(`glibc@2.36/${machine}+node@24`)).packages.find(({ name }) => name === 'node-llama-cpp')?.file;
  assert.deepEqual([fileOn('x86_64'), fileOn('aarch64')], ['@node-llama-cpp/linux-x64', '@node-llama-cpp/linux-arm64']);
});
