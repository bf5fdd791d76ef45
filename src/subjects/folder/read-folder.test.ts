import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, linkSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { bytesSuite, BYTES_SUITE_FILES } from '../../tree/bytes.suite.ts';
import { literalElf } from '../../formats/binary/elf-literal.ts';
import { elfFacts } from '../../image/elf-extractor.ts';
import type { LiteralEntry, LiteralFiles } from '../../tree/literal.ts';
import { treeSuite, TREE_SUITE_FILES } from '../../tree/tree.suite.ts';
import { readFolder } from './read-folder.ts';
import { atHand } from '../../tree/stored-elf.ts';
import type { ElfFacts } from '../../tree/elf-facts.ts';

const temporary = mkdtempSync(join(tmpdir(), 'basewise-folder-'));
after(() => rmSync(temporary, { recursive: true, force: true }));

let folders = 0;
function makeFolder(files: LiteralFiles): string {
  const root = join(temporary, String(++folders));
  mkdirSync(root);
  for (const [path, literal] of Object.entries(files)) {
    const entry: LiteralEntry = typeof literal === 'string' || literal instanceof Uint8Array ? { content: literal } : literal;
    const at = root + path;
    mkdirSync(path.endsWith('/') ? at : dirname(at), { recursive: true });
    if (path.endsWith('/')) continue;
    if (entry.target !== undefined) symlinkSync(entry.target, at);
    else if (entry.hardLink !== undefined) linkSync(root + entry.hardLink, at);
    else writeFileSync(at, entry.content ?? '');
    if (entry.mode !== undefined && entry.target === undefined) chmodSync(at, entry.mode);
  }
  return root;
}

treeSuite('folder', async () => (await readFolder(makeFolder(TREE_SUITE_FILES))).tree);
bytesSuite('folder', async () => readFolder(makeFolder(BYTES_SUITE_FILES)));

describe('folder', () => {
  test('lookups answer as the kernel does, where no link is absolute', async () => {
    const relative = Object.fromEntries(
      Object.entries(TREE_SUITE_FILES).filter(
        ([, literal]) => typeof literal !== 'object' || !('target' in literal) || literal.target?.startsWith('/') !== true,
      ),
    );
    const chain = Object.fromEntries(Object.entries(relative).filter(([path]) => path !== '/outside'));
    const root = makeFolder({ ...chain, '/chain/link-1': { target: '../usr/lib' } });
    const { tree } = await readFolder(root);
    const paths = [
      '/lib/liba.so.1',
      '/lib/../bin/tool',
      '/zero/',
      '/zero/x',
      '/zero/..',
      '/loop-a',
      '/dangling',
      '/chain/link-40',
      '/chain/link-41',
      '/chain/link-40/liba.so.1',
      '/etc/os-release',
      '/etc/os-release/',
      `/${'n'.repeat(256)}`,
      `/${'ü'.repeat(128)}`,
      '/usr/./lib//',
      '/none/x',
    ];
    for (const path of paths) {
      for (const follow of [true, false]) {
        const ours = tree.lookup(path, { follow });
        assert.equal(ours.ok ? 'ok' : ours.errno, kernel(root + path, follow), `${path} ${follow}`);
      }
    }
  });

  test('names that are no UTF-8, fifos; sockets are left out', async () => {
    const root = makeFolder({ '/a': 'x' });
    writeFileSync(Buffer.concat([Buffer.from(`${root}/odd-`), Buffer.of(0xff)]), 'odd');
    const fifo = spawnSync('mkfifo', [join(root, 'pipe')]).status === 0;
    const rootfs = await readFolder(root, { digests: true });
    const paths = [...rootfs.tree.entries()].map(({ path, type }) => `${path} ${type}`);
    assert.deepEqual(paths, ['/ dir', '/a file', '/odd-\udcff file', ...(fifo ? ['/pipe fifo'] : [])]);
    const odd = rootfs.tree.lookup('/odd-\udcff');
    assert.equal(odd.ok && odd.entry.sha256, createHash('sha256').update('odd').digest('hex'));
    assert.equal(odd.ok && odd.entry.layer, undefined);
  });

  test('every entry of a real folder, with its own mode, owner and size', async () => {
    const root = join(import.meta.dirname, '..');
    const { tree, read } = await readFolder(root);
    const real = readdirSync(root, { recursive: true, withFileTypes: true }).map((each) =>
      join(each.parentPath, each.name).slice(root.length),
    );
    assert.deepEqual([...tree.entries()].map(({ path }) => path).sort(), ['/', ...real].sort());
    assert.equal(read.files, real.length + 1);
    for (const { path, mode, uid, size, type } of tree.entries()) {
      const stats = lstatSync(root + path);
      assert.deepEqual([mode, uid, type === 'file' ? size : 0], [stats.mode & 0o7777, stats.uid, stats.isFile() ? stats.size : 0]);
    }
  });

  test(
    'what may not be read is unread with its reason',
    { skip: process.getuid?.() === 0 ? 'root may read everything' : false },
    async () => {
      const root = makeFolder({ '/secret/x': 'x', '/locked': 'y' });
      chmodSync(join(root, 'secret'), 0);
      chmodSync(join(root, 'locked'), 0);
      const { unread } = await readFolder(root);
      assert.ok(unread.some(({ why }) => why.includes('permission denied')));
      chmodSync(join(root, 'secret'), 0o755);
    },
  );

  test('ELF files, of which only parts are read, give the facts of their whole bytes, cut ones too', async () => {
    const symbols = Array.from({ length: 2000 }, (_, index) => ({ name: `a_function_${index}`, version: { name: 'V_1' } }));
    const whole = literalElf({ soname: 'libfoo.so.1', needed: ['libc.so.6'], symbols });
    const cuts = Array.from({ length: 40 }, (_, index) => whole.subarray(0, Math.ceil((whole.length * (index + 1)) / 40)));
    const rootfs = await readFolder(makeFolder(Object.fromEntries(cuts.map((bytes, index) => [`/lib/lib${index}.so`, bytes]))));
    for (const [index, bytes] of cuts.entries()) {
      const found = rootfs.tree.lookup(`/lib/lib${index}.so`);
      const expected = elfFacts((offset, length) => bytes.subarray(offset, offset + length), bytes.length);
      const facts = found.ok ? rootfs.elf(found.entry.identity) : null;
      assert.deepEqual(factsOf(facts), expected.kind === 'facts' ? factsOf(expected.facts) : null);
    }
  });

  test('what is no folder is refused', async () => {
    await assert.rejects(readFolder(join(temporary, 'none')), { code: 'not-a-folder', path: join(temporary, 'none') });
  });

  test('reading stops when asked', async () => {
    await assert.rejects(readFolder(makeFolder({ '/a/b': 'x' }), { signal: AbortSignal.abort() }), { code: 'reading-stopped' });
  });
});

function kernel(path: string, follow: boolean): string {
  try {
    if (follow) statSync(path);
    else lstatSync(path);
    return 'ok';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'other';
  }
}

/** Without the tags, which are not kept. */
function factsOf(facts: ElfFacts | { readonly unknown: string } | null): unknown {
  if (facts === null || 'unknown' in facts) return facts;
  const all = atHand(facts);
  return all.dynamic === undefined ? all : { ...all, dynamic: { ...all.dynamic, tags: [] } };
}
