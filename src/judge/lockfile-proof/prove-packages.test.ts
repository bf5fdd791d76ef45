import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fetched } from '../../ecosystems/lockfiles/fetched.ts';
import { parseLockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import { selectPackages } from '../../ecosystems/lockfiles/select-packages.ts';
import type { TarballContents } from '../../ecosystems/node/tarball-contents.ts';
import { builtFor } from '../../ecosystems/selection/built-for.ts';
import { literalElf } from '../../formats/binary/elf-literal.ts';
import type { LiteralElf } from '../../formats/binary/elf-literal.ts';
import { readElf } from '../../formats/binary/elf.ts';
import type { LockedPackage, Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { ElfFacts } from '../../tree/elf-facts.ts';
import { judgeLockfile } from '../judge-lockfile.ts';
import { provePackages } from './prove-packages.ts';

const musl = 'musl@1.2/x86_64+cpython@3.12';
const glibc = 'glibc@2.36/x86_64+cpython@3.12';
const init = { name: 'PyInit_m' };
const python = { name: 'PyLong_FromLong', defined: false };

test('an extension module with its grafted libraries loads: proven', () => {
  const wheel = {
    'p/m.cpython-312-x86_64-linux-musl.so': elf({
      needed: ['libx-1.so', 'libc.musl-x86_64.so.1'],
      runpath: '$ORIGIN/../p.libs',
      symbols: [init, python],
    }),
    'p.libs/libx-1.so': elf({ soname: 'libx-1.so', needed: ['libc.musl-x86_64.so.1'] }),
    'p/m.cpython-311-x86_64-linux-musl.so': elf({ needed: ['libgone.so'], symbols: [init] }),
  };
  assert.deepEqual(proven('musllinux_1_2', wheel, musl), ['prebuilt', 'proven', 'loads']);
});

test('a module of the stable ABI, a free-threaded one, and names that this Python never imports', () => {
  const abi3 = { 'p/m.abi3.so': elf({ needed: ['libc.so.6'], symbols: [init, python] }) };
  assert.deepEqual(proven('manylinux_2_17', abi3, glibc, 'cp39-abi3'), ['prebuilt', 'proven', 'loads']);
  const threads = { 'p/m.cpython-313t-x86_64-linux-gnu.so': elf({ needed: ['libc.so.6'], symbols: [init, python] }) };
  assert.deepEqual(proven('manylinux_2_17', threads, 'glibc@2.36/x86_64+cpython@3.13t', 'cp313-cp313t'), ['prebuilt', 'proven', 'loads']);
});

test('a wheel whose tag promises less than its modules need', () => {
  const wheel = {
    'p/m.abi3.so': elf({
      needed: ['libc.so.6'],
      symbols: [init, { name: 'arc4random', defined: false, version: { name: 'GLIBC_2.36', file: 'libc.so.6' } }],
    }),
  };
  assert.deepEqual(proven('manylinux_2_17', wheel, glibc, 'cp39-abi3'), ['prebuilt', 'proven', 'loads']);
  assert.deepEqual(proven('manylinux_2_17', wheel, 'glibc@2.31/x86_64+cpython@3.12', 'cp39-abi3'), ['fails', 'proven', 'load-fails']);
  assert.deepEqual(proven('manylinux_2_17', wheel, 'glibc@2.35/aarch64+cpython@3.12', 'cp39-abi3'), ['fails', 'likely', 'no-fitting-file']);
});

test('a library that no C library has is the base’s matter', () => {
  const wheel = { 'p/m.abi3.so': elf({ needed: ['libodbc.so.2', 'libc.so.6'], symbols: [init, python] }) };
  assert.deepEqual(proven('manylinux_2_17', wheel, glibc, 'cp39-abi3'), ['prebuilt', 'likely', 'needs-library']);
  const { unit } = judgeLockfile({ name: 'uv.lock', text: '', ...pythonLock('manylinux_2_17', wheel, 'cp39-abi3') }, [
    parseLockTarget(glibc),
  ]);
  const [target] = unit.targets;
  assert.deepEqual(
    [target?.verdict, target?.findings.map(({ rule, severity }) => [rule, severity])],
    ['unknown', [['package-needs-library', 'warning']]],
  );
  assert.deepEqual(
    target?.artifacts.map(({ path, outcome }) => [path, outcome]),
    [['p-1-cp39-abi3-manylinux_2_17_x86_64.whl!p/m.abi3.so', 'missing-library']],
  );
});

test('a wheel without a word for the C library is what its files are', () => {
  const wheel = (libc: string): Readonly<Record<string, ElfFacts>> => ({ 'p/m.abi3.so': elf({ needed: [libc], symbols: [init, python] }) });
  assert.deepEqual(proven('linux', wheel('libc.musl-x86_64.so.1'), musl, 'cp39-abi3'), ['prebuilt', 'proven', 'loads']);
  assert.deepEqual(proven('linux', wheel('libc.musl-x86_64.so.1'), glibc, 'cp39-abi3'), ['foreign', 'proven', 'load-fails']);
  // Reserved names and nothing that musl lacks: it loads, and is still the other one's.
  assert.deepEqual(proven('linux', wheel('libc.so.6'), musl, 'cp39-abi3'), ['foreign', 'proven', 'loads']);
});

test('programs of wheels, in bin and beside modules', () => {
  const program = (interpreter: string): Readonly<Record<string, ElfFacts>> => ({
    'p-1.data/scripts/tool': elf({ interpreter, needed: ['libc.so.6'], tags: [[0x6ffffffb, 0x08000000]] }),
  });
  assert.deepEqual(proven('linux', program('/lib64/ld-linux-x86-64.so.2'), glibc, 'py3-none'), ['prebuilt', 'proven', 'loads']);
  assert.deepEqual(proven('linux', program('/lib64/ld-linux-x86-64.so.2'), musl, 'py3-none'), ['foreign', 'proven', 'load-fails']);
});

const node = 'musl@1.2/x86_64+node@24';
const addon = { name: 'napi_register_module_v1' };

test('a build finds its libraries in the package beside it; a static program needs none', () => {
  const lock = nodeLock([
    entry('x', { edges: ['x-linuxmusl-x64', 'x-linux-x64'] }),
    entry('x-linuxmusl-x64', { os: ['linux'], cpu: ['x64'], libc: ['musl'], edges: ['x-libs-linuxmusl-x64'] }),
    entry('x-linux-x64', { os: ['linux'], cpu: ['x64'], libc: ['glibc'] }),
    entry('x-libs-linuxmusl-x64', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }),
  ]);
  const tarballs = new Map([
    [
      'x-linuxmusl-x64@1.0.0',
      tarball({
        'lib/x.node': elf({
          needed: ['libv.so', 'libc.musl-x86_64.so.1'],
          runpath: '$ORIGIN/../../x-libs-linuxmusl-x64/lib',
          symbols: [addon],
        }),
      }),
    ],
    ['x-libs-linuxmusl-x64@1.0.0', tarball({ 'lib/libv.so': elf({ soname: 'libv.so', needed: ['libc.musl-x86_64.so.1'] }) })],
  ]);
  assert.deepEqual(nodeVerdict(lock, { tarballs }, 'x'), ['prebuilt', 'proven', 'loads']);
  assert.deepEqual(nodeVerdict(lock, { tarballs: new Map([...tarballs].slice(0, 1)) }, 'x'), ['prebuilt', 'likely', 'needs-library']);
});

test('builds for both C libraries in one package: the tagged one for this place is opened', () => {
  const lock = nodeLock([
    entry('lmdb', { edges: ['@lmdb/lmdb-linux-x64', '@lmdb/lmdb-darwin-x64'] }),
    entry('@lmdb/lmdb-linux-x64', { os: ['linux'], cpu: ['x64'] }),
  ]);
  const files = {
    'node.abi115.glibc.node': elf({ needed: ['libc.so.6', 'ld-linux-x86-64.so.2'], symbols: [addon] }),
    'node.napi.glibc.node': elf({ needed: ['libc.so.6', 'ld-linux-x86-64.so.2'], symbols: [addon] }),
    'node.napi.musl.node': elf({ needed: ['libc.so'], symbols: [addon] }),
  };
  assert.deepEqual(nodeVerdict(lock, { tarballs: new Map([['@lmdb/lmdb-linux-x64@1.0.0', tarball(files)]]) }, 'lmdb'), [
    'prebuilt',
    'proven',
    'loads',
  ]);
});

test('node-gyp-build compiles where its addon does not load; without that script it fails', () => {
  const file = { 'prebuilds/linux-x64/a.node': elf({ needed: ['libc.so.6', 'ld-linux-x86-64.so.2'], symbols: [addon] }) };
  const lock = nodeLock([entry('a', { edges: [] })]);
  const judged = (scripts: string): readonly unknown[] =>
    nodeVerdict(lock, { tarballs: new Map([['a@1.0.0', { ...tarball(file), scripts }]]) }, 'a');
  assert.deepEqual(judged('node-gyp-build'), ['compiles', 'likely', 'native-source']);
  assert.deepEqual(judged(''), ['foreign', 'proven', 'load-fails']);
});

test('a package that names every system it is for is listed like any other', () => {
  const file = {
    'bin/napi-v6/linux/x64/o.node': elf({ needed: ['libo.so.1', 'libc.so.6'], runpath: '$ORIGIN' }),
    'bin/napi-v6/linux/x64/libo.so.1': elf({ soname: 'libo.so.1', needed: ['libc.so.6', 'ld-linux-x86-64.so.2'] }),
  };
  const lock = nodeLock([entry('o', { os: ['win32', 'darwin', 'linux'] })]);
  assert.deepEqual(nodeVerdict(lock, {}, 'o'), ['unknown', 'possible', 'no-sign']);
  assert.deepEqual(nodeVerdict(lock, { tarballs: new Map([['o@1.0.0', tarball(file)]]) }, 'o'), ['foreign', 'proven', 'load-fails']);
});

function elf(words: LiteralElf): ElfFacts {
  const bytes = literalElf(words);
  return readElf((offset, length) => bytes.subarray(offset, offset + length), bytes.length);
}

function pythonLock(platform: string, files: Readonly<Record<string, ElfFacts>>, tags: string): { lock: Lockfile; fetched: Fetched } {
  const wheel = `p-1-${tags}-${platform}_x86_64.whl`;
  const own: LockedPackage = { id: '0', name: 'p', version: '1', source: 'registry', edges: [], files: [{ name: wheel }] };
  const lock: Lockfile = { format: 'uv-lock', version: '1', ecosystem: 'python', packages: [own], roots: null, unresolved: [] };
  return {
    lock,
    fetched: { wheels: new Map([[wheel, { natives: Object.entries(files).map(([path, facts]) => ({ path, elf: facts })) }]]) },
  };
}

function proven(platform: string, files: Readonly<Record<string, ElfFacts>>, on: string, tags = 'cp312-cp312'): readonly unknown[] {
  const { lock, fetched } = pythonLock(platform, files, tags);
  return verdictIn(lock, fetched, on, 'p');
}

function nodeVerdict(lock: Lockfile, fetched: Fetched, name: string): readonly unknown[] {
  return verdictIn(lock, fetched, node, name);
}

function verdictIn(lock: Lockfile, fetched: Fetched, on: string, name: string): readonly unknown[] {
  const target = parseLockTarget(on);
  const { packages } = provePackages(selectPackages(lock, target, fetched).packages, lock, target, fetched);
  const own = packages.find((each) => each.name === name);
  return [own?.verdict, own?.certainty, own?.why.kind];
}

function entry(
  name: string,
  { edges = [], ...more }: Partial<Omit<LockedPackage, 'edges'>> & { readonly edges?: readonly string[] },
): LockedPackage {
  const own = edges.map((each) => ({ name: each, id: each, optional: true }));
  return { id: name, name, version: '1.0.0', source: 'registry', edges: own, ...more };
}

function nodeLock(packages: readonly LockedPackage[]): Lockfile {
  return { format: 'package-lock', version: '3', ecosystem: 'node', packages, roots: null, unresolved: [] };
}

function tarball(files: Readonly<Record<string, ElfFacts>>): TarballContents {
  const natives = Object.entries(files).map(([path, facts]) => ({
    path,
    machine: facts.machine,
    libc: builtFor(facts),
    floor: null,
    elf: facts,
  }));
  return { files: Object.keys(files), natives, scripts: '', buildsByItself: false };
}
