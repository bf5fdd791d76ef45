import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { FormatError } from '../format-error.ts';
import { literalElf } from './elf-literal.ts';
import { literalLdSoCache } from './ld-so-cache-literal.ts';
import { readLdSoCache, type LdSoCacheEntry } from './ld-so-cache.ts';

const ENTRIES = [
  { soname: 'libz.so.1', path: '/lib/glibc-hwcaps/x86-64-v3/libz.so.1', level: 'x86-64-v3' },
  { soname: 'libz.so.1', path: '/lib/libz.so.1' },
  { soname: 'libm.so.6', path: '/lib/libm.so.6', flags: 0xa03 },
];

for (const layout of ['new', 'compat', 'old'] as const) {
  for (const endian of ['little', 'big'] as const) {
    test(`reads the ${layout} layout, ${endian}-endian`, () => {
      const cache = readLdSoCache(literalLdSoCache({ layout, endian, entries: ENTRIES, generator: 'ldconfig 2.36' }));
      assert.deepEqual([cache.layout, cache.endian, cache.damaged], [layout, endian, 0]);
      assert.deepEqual(
        cache.entries.map(({ soname, path, flags, hwcapsLevel }) => [soname, path, flags, layout === 'compat' ? undefined : hwcapsLevel]),
        ENTRIES.map(({ soname, path, flags, level }) => [soname, path, flags ?? 0x303, layout === 'new' ? level : undefined]),
      );
      assert.equal(cache.generator, layout === 'old' ? undefined : 'ldconfig 2.36');
    });
  }
}

test('a header that does not say its byte order is read by the order that fits (glibc before 2.33)', () => {
  for (const endian of ['little', 'big'] as const) {
    const cache = readLdSoCache(literalLdSoCache({ layout: 'new', endian, saysOrder: false, entries: ENTRIES.slice(1) }));
    assert.deepEqual([cache.endian, cache.entries.length, cache.hwcaps], [endian, 2, []]);
  }
});

test('an entry with a name outside of the file is passed over and counted', () => {
  const file = literalLdSoCache({ layout: 'new', entries: ENTRIES });
  new DataView(file.buffer, file.byteOffset).setUint32(48 + 24 + 8, 0x7fffffff, true);
  const cache = readLdSoCache(file);
  assert.deepEqual([cache.entries.length, cache.damaged], [2, 1]);
});

test('anything else is refused', () => {
  const refusal = (bytes: Uint8Array): string => {
    try {
      readLdSoCache(bytes);
    } catch (error) {
      return error instanceof FormatError ? error.code : String(error);
    }
    return 'read';
  };
  assert.equal(refusal(Buffer.from('')), 'ldcache-bad-magic');
  assert.equal(refusal(Buffer.from('glibc-ld.so.cache1.2')), 'ldcache-bad-magic');
  assert.equal(refusal(Buffer.from('glibc-ld.so.cache1.1')), 'ldcache-truncated');
  assert.equal(refusal(Buffer.from('ld.so-1.7.0\0')), 'ldcache-truncated');
  assert.equal(refusal(Buffer.concat([Buffer.from('ld.so-1.7.0\0'), Buffer.alloc(4, 0xff)])), 'ldcache-truncated');
});

test('agrees with ldconfig -p on caches that ldconfig wrote in each layout', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-ldconfig-'));
  try {
    const libraries = join(folder, 'lib');
    for (const level of ['', 'glibc-hwcaps/x86-64-v2', 'glibc-hwcaps/x86-64-v3']) {
      mkdirSync(join(libraries, level), { recursive: true });
      writeFileSync(join(libraries, level, 'libbasewise.so.1'), literalElf({ soname: 'libbasewise.so.1', needed: ['libc.so.6'] }), {
        mode: 0o755,
      });
    }
    writeFileSync(join(folder, 'conf'), `${libraries}\n`);
    for (const layout of ['new', 'compat', 'old'] as const) {
      const cache = join(folder, layout);
      const made = ldconfig(['-X', '-c', layout, '-f', join(folder, 'conf'), '-C', cache]);
      if (made === null) return t.skip('glibc ldconfig is not installed');
      const read = readLdSoCache(readFileSync(cache));
      assert.equal(read.layout, layout);
      const shown = (ldconfig(['-p', '-C', cache]) ?? '').split('\n').filter((line) => line.startsWith('\t'));
      assert.deepEqual(
        read.entries.map(asShown),
        shown.map((line) => line.replace(/ \(libc6(?:,x86-64)?/u, ' (libc6')),
      );
      const levels = read.entries.flatMap(({ soname, hwcapsLevel }) => (soname === 'libbasewise.so.1' ? [hwcapsLevel ?? ''] : []));
      if (layout === 'new') assert.deepEqual(levels.toSorted(), ['', 'x86-64-v2', 'x86-64-v3']);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function asShown({ soname, path, hwcapsLevel }: LdSoCacheEntry): string {
  return `\t${soname} (libc6${hwcapsLevel === undefined ? '' : `, hwcap: "${hwcapsLevel}"`}) => ${path}`;
}

/** Null where there is no glibc ldconfig (musl's is another program). */
function ldconfig(args: readonly string[]): string | null {
  const run = spawnSync('ldconfig', args, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', PATH: `${process.env['PATH'] ?? ''}:/sbin:/usr/sbin` },
  });
  return run.status === 0 ? run.stdout : null;
}
