import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { tarOf } from '../../formats/archive/write-tar.suite.ts';
import { literalElf } from '../../formats/binary/elf-literal.ts';
import { FormatError } from '../../formats/format-error.ts';
import type { LockedPackage } from '../../formats/text/lockfiles/lockfile.ts';
import { mutate, randomNumbers } from '../../../tools/mutate.ts';
import { parseLockTarget } from '../lockfiles/lock-target.ts';
import { judgeBuildContents, judgeTarball } from './judge-tarball.ts';
import { readTarball } from './read-tarball.ts';
import type { TarballContents } from './tarball-contents.ts';

const musl = 'musl@1.2/x86_64+node@22';
const glibc = 'glibc@2.36/x86_64+node@22';

test('a tarball: files, what its ELF files need, scripts, implicit builds', async () => {
  const elf = literalElf({
    needed: ['libc.so.6'],
    symbols: [{ name: 'f', defined: false, version: { name: 'GLIBC_2.34', file: 'libc.so.6' } }],
  });
  const contents = await readTarball(
    stream(
      gzipSync(
        tarOf(
          { name: 'package/package.json', content: '{"scripts":{"postinstall":"npm run later || true","later":"echo"}}' },
          { name: 'package/binding.gyp', content: '{}' },
          { name: 'package/prebuilds/linux-x64/a.node', content: elf },
          { name: 'package/index.js', content: 'x'.repeat(100) },
        ),
      ),
    ),
  );
  assert.deepEqual(contents, {
    files: ['package.json', 'binding.gyp', 'prebuilds/linux-x64/a.node', 'index.js'],
    natives: [{ path: 'prebuilds/linux-x64/a.node', machine: 62, libc: 'glibc', floor: [2, 34], elf: contents.natives[0]?.elf }],
    scripts: 'echo || true',
    buildsByItself: true,
  });
});

test('2,000 damaged tarballs are read or refused with a FormatError', async () => {
  const seed = gzipSync(
    tarOf({ name: 'package/package.json', content: '{}' }, { name: 'package/a.node', content: literalElf({ needed: ['libc.so.6'] }) }),
    { level: 0 },
  );
  const random = randomNumbers(20_261_124);
  for (let run = 0; run < 2000; run++) {
    try {
      await readTarball(stream(mutate(seed, random, [seed])));
    } catch (error) {
      assert.ok(error instanceof FormatError, `run ${run}: ${String(error)}`);
    }
  }
});

test('node-gyp-build: tags of the C library, untagged files, ABIs that are not there', () => {
  const tagged = contents([
    ['prebuilds/linux-x64/a.glibc.node', 'glibc'],
    ['prebuilds/linux-x64/a.musl.node', 'musl'],
  ]);
  assert.deepEqual(verdict(tagged, musl), ['prebuilt', 'prebuilds/linux-x64/a.musl.node']);
  assert.deepEqual(verdict(tagged, glibc), ['prebuilt', 'prebuilds/linux-x64/a.glibc.node']);
  assert.deepEqual(verdict(contents([['prebuilds/linux-x64/a.node', 'glibc']]), musl), ['foreign', 'prebuilds/linux-x64/a.node']);
  assert.deepEqual(verdict(contents([['prebuilds/linux-x64/node.abi137.node', 'glibc']], { scripts: 'node-gyp-build' }), glibc), [
    'compiles',
    undefined,
  ]);
});

test('require-addon: a folder of its own on musl, and no other way', () => {
  const lone = contents([['prebuilds/linux-x64/sodium-native.node', 'glibc']]);
  assert.deepEqual(verdict(lone, musl, ['require-addon']), ['fails', undefined]);
  assert.deepEqual(verdict(lone, glibc, ['require-addon']), ['prebuilt', 'prebuilds/linux-x64/sodium-native.node']);
});

test('names of files and folders, and ABIs in them', () => {
  const flat = contents([
    ['prebuilds/linux-x64.node', 'glibc'],
    ['prebuilds/linuxmusl-x64.node', 'musl'],
    ['prebuilds/darwin-arm64.node', null, 0],
  ]);
  assert.deepEqual(verdict(flat, musl), ['prebuilt', 'prebuilds/linuxmusl-x64.node']);
  assert.deepEqual(verdict(flat, glibc), ['prebuilt', 'prebuilds/linux-x64.node']);
  const cmake = contents([
    ['build/linux/x64/node/108/addon.node', 'musl'],
    ['build/linux/x64/node/glibc-127-Release/addon.node', 'glibc'],
    ['build/linux/x64/node/musl-127-Release/addon.node', 'musl'],
  ]);
  assert.deepEqual(verdict(cmake, musl), ['prebuilt', 'build/linux/x64/node/musl-127-Release/addon.node']);
  assert.deepEqual(verdict(cmake, glibc), ['prebuilt', 'build/linux/x64/node/glibc-127-Release/addon.node']);
});

test('folders by the version of Node; cmake-ts takes the highest ABI that loads, whatever this one is', () => {
  const deasync = contents([
    ['bin/linux-x64-node-0.10/d.node', 'glibc'],
    ['bin/linux-x64-node-22/d.node', 'glibc'],
    ['bin/linux-x64-node-24/d.node', 'glibc'],
  ]);
  assert.deepEqual(verdict(deasync, glibc), ['prebuilt', 'bin/linux-x64-node-22/d.node']);
  assert.deepEqual(verdict(deasync, 'glibc@2.36/x86_64+node@25', []), ['fails', undefined]);
  const zeromq = contents([
    ['build/linux/x64/node/108/addon.node', 'musl'],
    ['build/linux/x64/node/musl-127-Release/addon.node', 'musl'],
    ['build/linux/x64/node/glibc-127-Release/addon.node', 'glibc', 62, [2, 33]],
    ['build/linux/x64/node/glibc-147-Release/addon.node', 'glibc', 62, [2, 38]],
  ]);
  const on = (target: string): readonly unknown[] => verdict(zeromq, target, ['cmake-ts']);
  assert.deepEqual(on('musl@1.2/x86_64+node@24'), ['prebuilt', 'build/linux/x64/node/musl-127-Release/addon.node']);
  assert.deepEqual(on('glibc@2.36/x86_64+node@24'), ['prebuilt', 'build/linux/x64/node/glibc-127-Release/addon.node']);
  assert.deepEqual(on('glibc@2.41/x86_64+node@24'), ['prebuilt', 'build/linux/x64/node/glibc-147-Release/addon.node']);
  assert.deepEqual(on('musl@1.2/aarch64+node@24')[0], 'fails');
});

test('pkg-prebuilds and node-gyp-build 3 have folders of their own for musl', () => {
  const hid = contents([
    ['prebuilds/HID-linux-x64/node-napi-v4.node', 'glibc'],
    ['prebuilds/HID-linux-arm64/node-napi-v4.node', 'glibc', 183],
    ['prebuilds/HID-linux-x64-musl/node-napi-v4.node', 'musl'],
  ]);
  const scripts = 'pkg-prebuilds-verify ./binding-options.js || node-gyp rebuild';
  const on = (target: string): readonly unknown[] => verdict({ ...hid, scripts }, target, ['pkg-prebuilds']);
  assert.deepEqual(on(musl), ['prebuilt', 'prebuilds/HID-linux-x64-musl/node-napi-v4.node']);
  assert.deepEqual(on(glibc), ['prebuilt', 'prebuilds/HID-linux-x64/node-napi-v4.node']);
  assert.deepEqual(on('musl@1.2/aarch64+node@22')[0], 'compiles');
  const metrics = contents([
    ['prebuilds/linuxglibc-x64/node-napi.node', 'glibc'],
    ['prebuilds/linuxmusl-x64/node-napi.node', 'musl'],
    ['prebuilds/linuxmusl-x64/node-127.node', 'musl'],
  ]);
  assert.deepEqual(verdict(metrics, musl, ['node-gyp-build']), ['prebuilt', 'prebuilds/linuxmusl-x64/node-127.node']);
  assert.deepEqual(verdict(metrics, glibc, ['node-gyp-build']), ['prebuilt', 'prebuilds/linuxglibc-x64/node-napi.node']);
});

test('node-pre-gyp: a name without a word for the C library fetches glibc’s file on musl', () => {
  const fetched = (binary: string): string =>
    verdict(contents([], { binary, scripts: 'node-pre-gyp install' }), musl, ['@mapbox/node-pre-gyp'])[0];
  assert.deepEqual(
    [fetched('{module_name}-{node_abi}-{platform}-{arch}.tar.gz'), fetched('{node_abi}-{platform}-{arch}-{libc}.tar.gz')],
    ['foreign', 'unknown'],
  );
});

test('floors, other machines, what builds, what only looks native', () => {
  assert.deepEqual(verdict(contents([['prebuilds/linux-x64/a.node', 'glibc', 62, [2, 38]]]), glibc)[0], 'fails');
  assert.deepEqual(verdict(contents([['bin/napi-v6/linux/x64/o.node', 'glibc', 62]]), musl)[0], 'foreign');
  assert.deepEqual(verdict(contents([], { buildsByItself: true }), musl)[0], 'compiles');
  assert.deepEqual(verdict(contents([], { scripts: 'node install.js' }), musl)[0], 'unknown');
  assert.deepEqual(
    verdict(contents([], { buildsByItself: false, scripts: 'prebuild-install || node-gyp rebuild' }), musl, ['prebuild-install'])[0],
    'unknown',
  );
  assert.deepEqual(verdict(contents([['prebuilds/linux-x64/a.bare', 'glibc']]), musl)[0], 'prebuilt');
  assert.deepEqual(verdict(contents([]), musl)[0], 'prebuilt');
});

test('platform packages: static, the other family, both inside, nothing for the machine', () => {
  const judge = (natives: Parameters<typeof contents>[0]): string | undefined =>
    judgeBuildContents(contents(natives), 'b', parseLockTarget(musl))?.verdict;
  assert.equal(judge([['bin/b', null]]), 'prebuilt');
  assert.equal(judge([['bin/b', 'glibc']]), 'foreign');
  assert.equal(
    judge([
      ['a.glibc.node', 'glibc'],
      ['a.musl.node', 'musl'],
    ]),
    'prebuilt',
  );
  assert.equal(judge([['bin/b', null, 183]]), undefined);
});

type Native = readonly [path: string, libc: 'musl' | 'glibc' | null, machine?: number, floor?: readonly [number, number]];

function contents(natives: readonly Native[], more: Partial<TarballContents> = {}): TarballContents {
  return {
    files: natives.map(([path]) => path),
    natives: natives.map(([path, libc, machine, floor]) => ({ path, libc, machine: machine ?? 62, floor: floor ?? null })),
    scripts: '',
    buildsByItself: false,
    ...more,
  };
}

function verdict(contents: TarballContents, target: string, asks: readonly string[] = []): readonly [string, string | undefined] {
  const entry: LockedPackage = { id: 'a', name: 'a', version: '1.0.0', source: 'registry', edges: asks.map((name) => ({ name })) };
  const { verdict, why } = judgeTarball(entry, contents, parseLockTarget(target));
  return [verdict, 'file' in why ? why.file : undefined];
}

async function* stream(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}
