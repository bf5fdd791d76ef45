import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import fc from 'fast-check';
import { openDiskCache } from './disk-cache.ts';
import type { DiskCache } from './disk-cache.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (stored: Uint8Array | null): string | null => (stored === null ? null : new TextDecoder().decode(stored));

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-cache-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function open(folder: string, more: { readonly version?: string; readonly mostBytes?: number } = {}): DiskCache {
  return openDiskCache({ folder, kinds: ['layers', 'reports'], version: '1', mostBytes: 1e9, ...more });
}

const filesIn = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' });
const onlyEntry = (folder: string): string => join(folder, filesIn(folder).find((name) => name.includes('/')) ?? '');

test('what was written is read, by its kind and key, in this version alone', (t) => {
  const folder = join(folderFor(t), 'not/there/yet');
  open(folder).write('layers', 'a', bytes('one'));
  assert.equal(text(open(folder).read('layers', 'a')), 'one');
  assert.equal(open(folder).read('layers', 'b'), null);
  assert.equal(open(folder).read('reports', 'a'), null);
  assert.equal(open(folder, { version: '2' }).read('layers', 'a'), null);
});

test('a damaged entry is a miss, whatever the damage, and the next write mends it', (t) => {
  const folder = folderFor(t);
  const cache = open(folder);
  cache.write('layers', 'a', bytes('what is kept'));
  const file = onlyEntry(folder);
  const whole = readFileSync(file);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, flip, cut) => {
      const damaged = Buffer.from(whole);
      damaged[at] = damaged[at]! ^ flip;
      writeFileSync(file, cut ? whole.subarray(0, at) : damaged);
      assert.equal(cache.read('layers', 'a'), null);
    }),
  );
  cache.write('layers', 'a', bytes('what is kept'));
  assert.equal(text(cache.read('layers', 'a')), 'what is kept');
});

test('the entry of another key under its name is a miss', (t) => {
  const folder = folderFor(t);
  const cache = open(folder);
  cache.write('layers', 'a', bytes('of a'));
  const a = onlyEntry(folder);
  rmSync(a);
  cache.write('layers', 'b', bytes('of b'));
  const b = onlyEntry(folder);
  writeFileSync(a, readFileSync(b));
  assert.equal(cache.read('layers', 'a'), null);
});

test('a folder that cannot be written or is no folder keeps nothing and says nothing', (t) => {
  const file = join(folderFor(t), 'file');
  writeFileSync(file, '');
  const cache = open(file);
  cache.write('layers', 'a', bytes('x'));
  cache.close();
  assert.equal(cache.read('layers', 'a'), null);
});

test('over its bound, what was not used for longest goes; what is not its own stays', (t) => {
  const folder = folderFor(t);
  mkdirSync(join(folder, 'layers'), { recursive: true });
  const strange = join(folder, 'layers', 'README');
  writeFileSync(strange, 'x'.repeat(50_000));
  const foreign = join(folder, 'sha256', 'f'.repeat(64));
  mkdirSync(join(folder, 'sha256'));
  writeFileSync(foreign, 'x'.repeat(50_000));
  const cache = open(folder, { mostBytes: 9000 });
  for (const key of ['a', 'b', 'c']) {
    cache.write('layers', key, randomBytes(4000));
    for (const name of filesIn(join(folder, 'layers'))) {
      // Times of use that a clock's grain does not blur.
      if (name !== 'README') utimesSync(join(folder, 'layers', name), new Date(), new Date(Date.now() - 60_000));
    }
  }
  assert.notEqual(cache.read('layers', 'a'), null);
  cache.close();
  assert.notEqual(cache.read('layers', 'a'), null);
  assert.equal(['b', 'c'].filter((key) => cache.read('layers', key) !== null).length, 1);
  assert.ok(readFileSync(strange).length === 50_000 && readFileSync(foreign).length === 50_000);
});

test('several processes write, read and evict the same keys, and none ever reads anything else than what was written', async (t) => {
  const folder = folderFor(t);
  const script = `
    import { openDiskCache } from ${JSON.stringify(new URL('disk-cache.ts', import.meta.url).href)};
    const cache = openDiskCache({ folder: ${JSON.stringify(folder)}, kinds: ['layers'], version: '1', mostBytes: 200_000 });
    let hits = 0;
    for (let turn = 0; turn < 150; turn++) {
      const key = String(turn % 10);
      const found = cache.read('layers', key);
      if (found !== null && !found.every((byte) => byte === turn % 10)) process.exit(3);
      if (found !== null) hits++;
      cache.write('layers', key, new Uint8Array(100_000).fill(turn % 10));
      if (turn % 20 === 0) cache.close();
    }
    if (hits === 0) process.exit(4);`;
  const codes = await Promise.all(
    [1, 2, 3].map(async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'ignore', 'inherit'] });
      const [code]: unknown[] = await once(child, 'exit');
      return code;
    }),
  );
  assert.deepEqual(codes, [0, 0, 0]);
  assert.deepEqual(
    filesIn(folder).filter((name) => name.endsWith('.half')),
    [],
  );
});
