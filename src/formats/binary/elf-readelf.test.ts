import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isElf } from './elf-header.ts';
import { askReadelf, compareWithReadelf, hasReadelf } from './elf-readelf.suite.ts';
import { elfSeeds } from './elf.fuzz.ts';
import { loadingFacts, withoutSections } from './elf-sectionless.suite.ts';
import { readElf } from './elf.ts';

const SAMPLE = 60;
const LARGEST = 1024 * 1024;

test(`agrees with readelf on ${SAMPLE} files of this machine, and does without their section headers`, (t) => {
  if (!hasReadelf()) return t.skip('readelf is not installed');
  const paths = sample();
  if (paths.length < 10) return t.skip('this machine has no ELF files in /usr');
  const spoken = askReadelf(paths);
  let count = 0;
  for (const path of paths) {
    const file = readFileSync(path);
    const facts = read(file);
    const compared = compareWithReadelf(path, facts, spoken.get(path) ?? {});
    assert.deepEqual(compared.deviations, []);
    assert.deepEqual(loadingFacts(read(withoutSections(file))), loadingFacts(facts), path);
    count += compared.count;
  }
  assert.ok(count > 50 * paths.length, `only ${count} fields were compared`);
});

test('agrees with readelf on ELF files in words, in every class and byte order', (t) => {
  if (!hasReadelf()) return t.skip('readelf is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'basewise-elf-'));
  try {
    const paths = elfSeeds().map((seed, i) => {
      const path = join(folder, `${i}`);
      // With section headers readelf takes everything from them, and these have hardly any.
      writeFileSync(path, withoutSections(seed));
      return path;
    });
    const spoken = askReadelf(paths);
    for (const path of paths) assert.deepEqual(compareWithReadelf(path, read(readFileSync(path)), spoken.get(path) ?? {}).deviations, []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Spread over the folders, the same on every run. */
function sample(): string[] {
  const folders = ['/usr/bin', '/usr/sbin', '/usr/lib', '/usr/lib64', '/lib', ...multiarch()].filter((folder) => existsSync(folder));
  return folders.flatMap((folder) => {
    const files = readdirSync(folder)
      .toSorted()
      .map((name) => join(folder, name))
      .filter((path) => isSmallElf(path));
    const step = Math.max(1, Math.floor(files.length / (SAMPLE / folders.length)));
    return files.filter((_, i) => i % step === 0).slice(0, SAMPLE / folders.length);
  });
}

function multiarch(): string[] {
  return existsSync('/usr/lib')
    ? readdirSync('/usr/lib').flatMap((name) => (/-linux-(gnu|musl)/u.test(name) ? [join('/usr/lib', name)] : []))
    : [];
}

function isSmallElf(path: string): boolean {
  try {
    const { size } = statSync(path);
    return statSync(path).isFile() && size > 64 && size < LARGEST && isElf(readFileSync(path).subarray(0, 4));
  } catch {
    return false;
  }
}

function read(file: Uint8Array): ReturnType<typeof readElf> {
  return readElf((offset, length) => file.subarray(offset, offset + length), file.length);
}
