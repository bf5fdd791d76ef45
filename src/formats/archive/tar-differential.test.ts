// The reader against two others: GNU tar writes what real files hold, tar-stream writes and reads what fast-check makes up.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
  chmodSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { extract, pack } from 'tar-stream';
import { collectTar, sha256, type CollectedEntry } from './collect-tar.suite.ts';

const gnuTar = spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout?.startsWith('tar (GNU tar)') ?? false;

describe('GNU tar', { skip: gnuTar ? false : 'GNU tar is not installed' }, () => {
  const formats: readonly (readonly string[])[] = [
    ['--format=v7'],
    ['--format=oldgnu'],
    ['--format=gnu'],
    ['--format=gnu', '--sparse'],
    ['--format=ustar'],
    ['--format=pax'],
    ['--format=pax', '--sparse', '--sparse-version=0.0'],
    ['--format=pax', '--sparse', '--sparse-version=0.1'],
    ['--format=pax', '--sparse', '--sparse-version=1.0'],
    ['--format=pax', '--xattrs', '--numeric-owner'],
  ];
  for (const options of formats) {
    test(options.join(' '), () => {
      const folder = mkdtempSync(join(tmpdir(), 'basewise-tar-'));
      try {
        const long = !['--format=v7', '--format=ustar'].includes(options[0] ?? '');
        const files = makeFiles(folder, long);
        const archive = execFileSync('tar', [...options, '--sort=name', '-cf', '-', '-C', folder, '.'], { maxBuffer: 1 << 28 });
        const entries = new Map(collectTar(archive, 1000).map((entry) => [entry.name.replace(/^\.\//, ''), entry]));
        for (const [name, content] of Object.entries(files)) {
          const entry = entries.get(name);
          assert.equal(entry?.size, content.length, name);
          assert.equal(sha256(entry.content), sha256(content), name);
        }
        assert.equal(entries.get('dir/')?.type, 'dir');
        assert.equal(entries.get('dir/')?.mode, 0o2770);
        assert.deepEqual([entries.get('link')?.type, entries.get('link')?.linkName], ['symlink', 'some/where']);
        const hard = [entries.get('hard'), entries.get('plain')].find((entry) => entry?.type === 'link');
        assert.ok(['./hard', './plain'].includes(hard?.linkName ?? ''));
        if (options.includes('--sparse')) assert.ok((entries.get('holey')?.stored ?? Infinity) < 1_000_000);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});

/** Returns the content of what is stored under its own name. */
function makeFiles(folder: string, long: boolean): Record<string, Buffer> {
  const at = (name: string): string => join(folder, name);
  mkdirSync(at('dir'));
  chmodSync(at('dir'), 0o2770);
  writeFileSync(at('empty'), '');
  writeFileSync(at('hard'), 'linked');
  linkSync(at('hard'), at('plain'));
  symlinkSync('some/where', at('link'));
  const names = ['block', 'odd'];
  writeFileSync(at('block'), Buffer.alloc(1024, 'b'));
  writeFileSync(at('odd'), Buffer.alloc(1025, 'o'));
  if (long) {
    const deep = `${'d'.repeat(120)}/${'ü'.repeat(60)}`;
    mkdirSync(at(deep), { recursive: true });
    writeFileSync(at(`${deep}/${'f'.repeat(100)}`), 'long');
    names.push(`${deep}/${'f'.repeat(100)}`);
  }
  const holey = openSync(at('holey'), 'w');
  for (let i = 0; i < 60; i++) writeSync(holey, `part ${i}`, i * 70_000);
  closeSync(holey);
  truncateSync(at('holey'), 5_000_000);
  return Object.fromEntries([...names, 'holey', 'empty'].map((name) => [name, readFileSync(at(name))]));
}

test('tar-stream writes and reads the same entries', async () => {
  const entry = fc.record({
    name: fc.array(fc.stringMatching(/^[\wäé日-]{1,60}$/u), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/')),
    content: fc.uint8Array({ maxLength: 2000 }),
    mode: fc.integer({ min: 0, max: 0o7777 }),
    uid: fc.integer({ min: 0, max: 3_000_000 }),
    gid: fc.integer({ min: 0, max: 3_000_000 }),
    type: fc.constantFrom('file' as const, 'directory' as const, 'symlink' as const, 'link' as const, 'fifo' as const),
    linkname: fc.stringMatching(/^[\w./ü]{1,200}$/u),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 12 }), fc.integer({ min: 1, max: 3000 }), async (entries, piece) => {
      const packer = pack();
      for (const { name, content, mode, uid, gid, type, linkname } of entries) {
        const isLink = type === 'symlink' || type === 'link';
        packer.entry(
          { name, mode, uid, gid, type, ...(isLink && { linkname }), mtime: new Date(0) },
          type === 'file' ? Buffer.from(content) : '',
        );
      }
      packer.finalize();
      const archive = await buffer(packer);
      const ours = collectTar(archive, piece).map(comparable);
      const theirs: ReturnType<typeof comparable>[] = [];
      const reader = extract();
      reader.end(archive);
      for await (const stream of reader) {
        const { name, type, mode = 0, uid = 0, gid = 0, linkname } = stream.header;
        theirs.push([name, TYPES[type ?? ''] ?? '', mode, uid, gid, linkname ?? '', sha256(await buffer(stream))]);
      }
      assert.deepEqual(ours, theirs);
      assert.equal(ours.length, entries.length);
    }),
    { numRuns: 150 },
  );
});

const TYPES: Readonly<Record<string, string>> = { file: 'file', directory: 'dir', symlink: 'symlink', link: 'link', fifo: 'fifo' };

type Comparable = [name: string, type: string, mode: number, uid: number, gid: number, linkName: string, content: string];

/** tar-stream takes the slash off a directory's name. */
function comparable({ name, type, mode, uid, gid, linkName, content }: CollectedEntry): Comparable {
  return [type === 'dir' ? name.replace(/\/$/, '') : name, type, mode, uid, gid, linkName, sha256(content)];
}
