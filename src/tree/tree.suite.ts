// What every Tree must do, whatever it was made of. A tree's own test makes this content and runs the suite over it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LiteralFiles } from './literal.ts';
import type { Entry, LookupErrno, Tree } from './tree.ts';

/** The content, in words; makers of archives and folders write the same (later lines may rely on earlier ones). */
export const TREE_SUITE_FILES: LiteralFiles = {
  '/etc/': { type: 'dir' },
  '/etc/os-release': { target: '../usr/lib/os-release' },
  '/usr/lib/os-release': 'ID=test\n',
  '/usr/lib/liba.so.1': { content: 'liba', mode: 0o755 },
  '/usr/bin/tool': { content: '#!/bin/sh\n', mode: 0o4755 },
  '/usr/bin/same': { hardLink: '/usr/bin/tool' },
  '/lib': { target: 'usr/lib' },
  '/absolute': { target: '/usr/lib' },
  '/outside': { target: '../../../usr/bin' },
  '/loop-a': { target: 'loop-b' },
  '/loop-b': { target: 'loop-a' },
  '/dangling': { target: 'nowhere/at/all' },
  '/to-file': { target: '/usr/lib/os-release' },
  '/to-file-as-directory': { target: '/usr/lib/os-release/' },
  '/empty/': { type: 'dir' },
  '/zero': '',
  '/data/wide-ünï': 'x',
  ...chain(41),
};

/** link-1 leads to a directory, each further one to the one before. */
function chain(length: number): LiteralFiles {
  return Object.fromEntries(Array.from({ length }, (_, i) => [`/chain/link-${i + 1}`, { target: i === 0 ? '/usr/lib' : `link-${i}` }]));
}

export function treeSuite(name: string, make: () => Promise<Tree>): void {
  describe(`Tree: ${name}`, () => {
    const found = (tree: Tree, path: string, options = {}): Entry => {
      const result = tree.lookup(path, options);
      assert.ok(result.ok, `${path}: ${result.ok ? '' : result.errno}`);
      return result.entry;
    };

    test('links resolve inside the root', async () => {
      const tree = await make();
      const reached: Readonly<Record<string, string>> = {
        '/': '/',
        '/..': '/',
        '/../../etc/./os-release': '/usr/lib/os-release',
        '/lib/liba.so.1': '/usr/lib/liba.so.1',
        '/absolute/liba.so.1': '/usr/lib/liba.so.1',
        '/outside/tool': '/usr/bin/tool',
        '//usr//bin//tool': '/usr/bin/tool',
        '/lib/../bin/tool': '/usr/bin/tool',
        '/lib/': '/usr/lib',
        '/to-file': '/usr/lib/os-release',
        '/chain/link-40/liba.so.1': '/usr/lib/liba.so.1',
        '/data/wide-ünï': '/data/wide-ünï',
      };
      for (const [path, real] of Object.entries(reached)) assert.equal(found(tree, path).path, real, path);
    });

    test('what is not there fails as the kernel says, at the component that failed', async () => {
      const tree = await make();
      const failures: readonly (readonly [string, LookupErrno, string])[] = [
        ['', 'ENOENT', '/'],
        ['/usr/lib/none', 'ENOENT', '/usr/lib/none'],
        ['/lib/none/deeper', 'ENOENT', '/usr/lib/none'],
        ['/dangling', 'ENOENT', '/nowhere'],
        ['/zero/x', 'ENOTDIR', '/zero'],
        ['/zero/', 'ENOTDIR', '/zero'],
        ['/zero/..', 'ENOTDIR', '/zero'],
        ['/to-file/', 'ENOTDIR', '/usr/lib/os-release'],
        ['/to-file-as-directory', 'ENOTDIR', '/usr/lib/os-release'],
        ['/loop-a', 'ELOOP', '/loop-a'],
        ['/chain/link-41/liba.so.1', 'ELOOP', '/chain/link-1'],
        [`/${'n'.repeat(256)}`, 'ENAMETOOLONG', `/${'n'.repeat(256)}`],
        [`/${'ü'.repeat(128)}`, 'ENAMETOOLONG', `/${'ü'.repeat(128)}`],
        [`${'/d'.repeat(2048)}`, 'ENAMETOOLONG', `${'/d'.repeat(2048)}`],
      ];
      for (const [path, errno, at] of failures) assert.deepEqual(tree.lookup(path), { ok: false, errno, at }, path);
    });

    test('the last link is not followed on request, unless the path ends in a slash', async () => {
      const tree = await make();
      assert.equal(found(tree, '/lib', { follow: false }).target, 'usr/lib');
      assert.equal(found(tree, '/etc/os-release', { follow: false }).target, '../usr/lib/os-release');
      assert.equal(found(tree, '/lib/liba.so.1', { follow: false }).type, 'file');
      assert.equal(found(tree, '/lib/', { follow: false }).path, '/usr/lib');
      assert.equal(found(tree, '/loop-a', { follow: false }).type, 'symlink');
    });

    test('relative paths start at the working directory', async () => {
      const tree = await make();
      assert.equal(found(tree, 'tool', { cwd: '/usr/bin' }).path, '/usr/bin/tool');
      assert.equal(found(tree, '../lib/liba.so.1', { cwd: '/usr/bin' }).path, '/usr/lib/liba.so.1');
      assert.equal(found(tree, 'liba.so.1', { cwd: '/lib' }).path, '/usr/lib/liba.so.1');
      assert.equal(found(tree, 'usr/bin').path, '/usr/bin');
    });

    test('names of one file share its identity and count', async () => {
      const tree = await make();
      const tool = found(tree, '/usr/bin/tool');
      const same = found(tree, '/usr/bin/same');
      assert.equal(tool.identity, same.identity);
      assert.deepEqual([tool.nlink, same.nlink, same.size, same.mode], [2, 2, 10, 0o4755]);
      assert.notEqual(tool.identity, found(tree, '/usr/lib/liba.so.1').identity);
      assert.equal(found(tree, '/zero').nlink, 1);
    });

    test('entries come once, parents first, siblings sorted', async () => {
      const tree = await make();
      const paths = [...tree.entries()].map((entry) => entry.path);
      assert.equal(paths[0], '/');
      assert.equal(new Set(paths).size, paths.length);
      for (const path of paths.slice(1)) {
        const parent = path.slice(0, path.lastIndexOf('/')) || '/';
        assert.ok(paths.indexOf(parent) < paths.indexOf(path), path);
        const siblings = paths.filter((other) => other !== '/' && (other.slice(0, other.lastIndexOf('/')) || '/') === parent);
        assert.deepEqual(siblings, siblings.toSorted());
      }
      for (const path of Object.keys(TREE_SUITE_FILES)) assert.ok(paths.includes(path.replace(/\/$/, '')), path);
      for (const entry of tree.entries()) assert.deepEqual(found(tree, entry.path, { follow: false }), entry);
    });

    test('directories list their names, sorted, through links', async () => {
      const tree = await make();
      assert.deepEqual(tree.list('/lib'), ['liba.so.1', 'os-release']);
      assert.deepEqual(tree.list('/empty'), []);
      assert.deepEqual(tree.list('/zero'), []);
      assert.deepEqual(tree.list('/none'), []);
      assert.ok(tree.list('/').includes('usr'));
    });
  });
}
