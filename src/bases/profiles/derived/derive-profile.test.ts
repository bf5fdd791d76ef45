import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definitionsNamed, symbolVersion } from '../../../tree/elf-symbols.ts';
import { SYMBOL_HIDDEN } from '../../../tree/elf-facts.ts';
import { familyTable } from '../../tables.ts';
import { fromElfRecord } from '../elf-record.ts';
import { openProfile } from '../open-profile.ts';
import type { Profile } from '../profile.ts';
import { findShippedProfile, readShippedProfile, shippedProfiles } from '../shipped-profiles.ts';
import { compareDerivation } from '../../../../tools/profiles/compare-derivation.ts';
import { parseAbiList } from '../../../../tools/profiles/abilists.ts';
import { parseSymbolsFile } from '../../../../tools/profiles/symbols-file.ts';
import { cutGcc, sortNodes } from './cut-abi.ts';
import { derivedBases } from './derived-bases.ts';

function derived(name: string, platform = 'linux/amd64'): Profile {
  const shipped = findShippedProfile(name, platform);
  assert.ok(shipped !== null, `${name} ships`);
  return readShippedProfile(shipped);
}

/** `name@NODE`, `@@` for the default. */
function versionsOf(profile: Profile, soname: string, name: string): readonly string[] {
  const record = profile.files.find(({ elf }) => elf?.dynamic?.soname === soname)?.elf;
  assert.ok(record !== undefined, `${profile.name} has ${soname}`);
  const facts = fromElfRecord(record);
  return definitionsNamed(facts.symbols, name)
    .map((at) => `${((facts.symbols.marks[at] ?? 0) & SYMBOL_HIDDEN) === 0 ? '@@' : '@'}${symbolVersion(facts, at)?.name ?? ''}`)
    .toSorted();
}

test('glibc and GCC cut by version are what Debian 11, 12, 13 and sid really export', () => {
  const compared = compareDerivation();
  assert.ok(compared.length >= 48, `${compared.length} libraries compared`);
  for (const { title, missing, extra } of compared) assert.deepEqual({ title, missing, extra }, { title, missing: [], extra: [] });
});

test('threads lie in a library of their own before 2.34, in libc since', () => {
  assert.deepEqual(versionsOf(derived('ubuntu:20.04'), 'libpthread.so.0', 'pthread_create'), ['@@GLIBC_2.2.5']);
  assert.deepEqual(versionsOf(derived('ubuntu:20.04'), 'libc.so.6', 'pthread_create'), []);
  assert.deepEqual(versionsOf(derived('ubi9'), 'libc.so.6', 'pthread_create'), ['@@GLIBC_2.34', '@GLIBC_2.2.5']);
  assert.deepEqual(versionsOf(derived('ubi8'), 'libpthread.so.0', 'pthread_self'), ['@@GLIBC_2.2.5']);
});

test('nodes end where the release does', () => {
  const arc4random = (name: string): readonly string[] => versionsOf(derived(name), 'libc.so.6', 'arc4random');
  assert.deepEqual([arc4random('ubuntu:22.04'), arc4random('photon:5.0')], [[], ['@@GLIBC_2.36']]);
  const nodes = (name: string, soname: string): readonly string[] =>
    derived(name)
      .files.find(({ elf }) => elf?.dynamic?.soname === soname)
      ?.elf?.defines?.map((each) => each.name) ?? [];
  assert.ok(nodes('ubi8', 'libstdc++.so.6').includes('GLIBCXX_3.4.25') && !nodes('ubi8', 'libstdc++.so.6').includes('GLIBCXX_3.4.26'));
  assert.ok(
    nodes('ubuntu:22.04', 'libstdc++.so.6').includes('CXXABI_1.3.13') &&
      !nodes('ubuntu:22.04', 'libstdc++.so.6').includes('GLIBCXX_3.4.31'),
  );
});

test('every base opens on both architectures with its libc and a shell or none as its family has', () => {
  for (const shipped of shippedProfiles) {
    if (shipped.kind !== 'derived') continue;
    const { base, kind } = readShippedProfile(shipped);
    assert.equal(kind, 'derived');
    assert.deepEqual([base.libc?.family, base.libc?.version, base.unknown], ['glibc', shipped.derived.glibc, []], shipped.name);
    assert.equal(base.libc?.loaders[0], shipped.architecture === 'x86_64' ? '/lib64/ld-linux-x86-64.so.2' : '/lib/ld-linux-aarch64.so.1');
  }
});

test('merged /usr: the old names lead to the same files', () => {
  const { rootfs } = openProfile(derived('ubi9-micro'));
  const identity = (path: string): string | null => {
    const found = rootfs.tree.lookup(path);
    return found.ok ? found.entry.identity : null;
  };
  assert.equal(identity('/lib64/libc.so.6'), identity('/usr/lib64/libc.so.6'));
  assert.notEqual(identity('/bin/sh'), null);
  assert.equal(identity('/usr/lib64/libstdc++.so.6'), null);
});

test('the catalogue and the derived bases agree on libc versions', () => {
  const known = new Map<string, string>();
  for (const { id, releases } of familyTable)
    for (const { release, libcVersion } of releases) if (libcVersion !== null) known.set(`${id} ${release}`, libcVersion);
  const family: Readonly<Record<string, string>> = { rhel: 'ubi', amzn: 'amazonlinux', rocky: 'ubi', almalinux: 'ubi' };
  let compared = 0;
  for (const {
    name,
    family: { id },
    release,
    glibc,
  } of derivedBases) {
    const keys = [`${family[id] ?? id} ${release}`, `rhel-like ${name.replace(/^(opensuse\/)?(\w+):/, '$2-')}`];
    const listed = keys.map((key) => known.get(key)).find((version) => version !== undefined);
    if (listed === undefined) continue;
    compared++;
    assert.equal(glibc, listed, name);
  }
  assert.ok(compared > 25, `${compared} of ${derivedBases.length} are in the catalogue`);
});

test('ABI lists and symbols files are read as their makers write them', () => {
  assert.deepEqual(parseAbiList('GLIBC_2.2.5 GLIBC_2.2.5 A\nGLIBC_2.2.5 errno D 0x4\nGLIBC_2.2.5 open F\nGLIBC_2.34 open F\n'), {
    nodes: { 'GLIBC_2.2.5': 'errno open', 'GLIBC_2.34': 'open' },
    data: 'errno',
  });
  const symbols = parseSymbolsFile(
    [
      'libz.so.1 zlib1g #MINVER#',
      '* Build-Depends-Package: zlib1g-dev',
      ' ZLIB_1.2.9@ZLIB_1.2.9 1:1.2.11',
      ' (optional|arch=amd64)extra@ZLIB_1.2.9 1:1.2.11',
      ' crc32@Base 1:1.1.4',
      'libsecond.so.2 second #MINVER#',
      ' two@Base 2.0',
    ].join('\n'),
  );
  assert.deepEqual(symbols, {
    'libz.so.1': { nodes: { 'ZLIB_1.2.9': 'extra', '': 'crc32' }, since: { 'ZLIB_1.2.9': '1:1.2.11' } },
    'libsecond.so.2': { nodes: { '': 'two' } },
  });
});

test('cuts follow numbers, not letters', () => {
  const library = { nodes: { 'GLIBCXX_3.4.9': 'a', 'GLIBCXX_3.4.30': 'b' }, since: { 'GLIBCXX_3.4.9': '4.2.1', 'GLIBCXX_3.4.30': '12' } };
  assert.deepEqual(Object.keys(cutGcc(library, '8.5').nodes), ['GLIBCXX_3.4.9']);
  assert.deepEqual(Object.keys(cutGcc(library, '12').nodes), ['GLIBCXX_3.4.9', 'GLIBCXX_3.4.30']);
  assert.deepEqual(sortNodes(['GLIBC_2.30', 'GLIBC_2.4', 'GLIBC_2.2.5', 'GLIBC_2.3']), [
    'GLIBC_2.2.5',
    'GLIBC_2.3',
    'GLIBC_2.4',
    'GLIBC_2.30',
  ]);
});
