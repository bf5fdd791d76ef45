import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { literalRootfs, type LiteralFiles } from '../tree/literal.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import type { Entry } from '../tree/tree.ts';
import { composeRootfs, type Carried } from './compose.ts';

const isFolder = (path: string): boolean => !/^\/(etc|tmp)(\/|$)/.test(path);
const moves = ({ path }: Pick<Entry, 'path'>): boolean => !path.endsWith('base');

function compose(
  lower: LiteralFiles,
  upper: LiteralFiles,
): { readonly lines: readonly string[]; readonly replacedLinks: readonly string[] } {
  const rootfs = literalRootfs(upper);
  const { rootfs: composed, replacedLinks } = composeRootfs(literalRootfs(lower), { rootfs, carries: moves, carriesFolder: isFolder });
  return { lines: linesOf(composed), replacedLinks };
}

/** Path, kind, and what tells whose it is: the size that the literal gave it, or the target. */
function linesOf({ tree }: Rootfs): string[] {
  return [...tree.entries()].map(({ path, type, size, target }) => `${path} ${type} ${target ?? size}`);
}

describe('one root over another', () => {
  test('directories stay, links in the way are followed, files and links replace', () => {
    const { lines, replacedLinks } = compose(
      { '/usr/lib/libc.so': { size: 1 }, '/lib': { target: 'usr/lib' }, '/opt/tool': { size: 1 }, '/etc/base': { size: 1 } },
      {
        '/lib/libx.so': { size: 2 },
        '/opt/tool/bin/x': { size: 2 },
        '/usr/bin': { target: '../opt' },
        '/etc/base': { size: 2 },
        '/etc/app': { size: 2 },
      },
    );
    assert.deepEqual(lines, [
      '/ dir 0', '/etc dir 0', '/etc/app file 2', '/etc/base file 1', '/lib symlink usr/lib', '/opt dir 0', '/opt/tool dir 0', '/opt/tool/bin dir 0',
      '/opt/tool/bin/x file 2', '/usr dir 0', '/usr/bin symlink ../opt', '/usr/lib dir 0', '/usr/lib/libc.so file 1', '/usr/lib/libx.so file 2',
    ]); // prettier-ignore
    assert.deepEqual(replacedLinks, ['/lib']);
  });

  test('a link below that leads nowhere gives way to a directory', () => {
    const { lines, replacedLinks } = compose({ '/lib': { target: 'gone' } }, { '/lib/x': { size: 2 } });
    assert.deepEqual(lines, ['/ dir 0', '/lib dir 0', '/lib/x file 2']);
    assert.deepEqual(replacedLinks, ['/lib']);
  });

  test('folders of the system come only with what moves in them', () => {
    assert.deepEqual(compose({}, { '/etc/a/base': {}, '/etc/b/app': {}, '/srv/': {} }).lines, ['/ dir 0', '/etc dir 0', '/etc/b dir 0', '/etc/b/app file 0', '/srv dir 0']); // prettier-ignore
  });

  test('content and facts stay readable from both', () => {
    const upper: Carried = { rootfs: literalRootfs({ '/app/x': '#!/bin/sh\n' }), carries: () => true, carriesFolder: () => true };
    const { rootfs } = composeRootfs(literalRootfs({ '/app/y': 'below' }), upper);
    const identity = (path: string): string => {
      const found = rootfs.tree.lookup(path);
      assert.ok(found.ok);
      return found.entry.identity;
    };
    assert.equal(rootfs.script(identity('/app/x'))?.line, '#!/bin/sh');
    assert.equal(Buffer.from(rootfs.bytes.read(identity('/app/y'), 0, 9) ?? []).toString(), 'below');
  });

  test('is what laying entry after entry gives', () => {
    const name = fc.constantFrom('a', 'b', 'etc', 'lib');
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => `/${names.join('/')}`);
    const link = fc.oneof(path, fc.constantFrom('b', '../a', 'lib'));
    const entry = fc.oneof(fc.constant('file'), fc.constant('dir'), link);
    const root = (size: number): fc.Arbitrary<LiteralFiles> =>
      fc.array(fc.tuple(path, entry), { maxLength: 8 }).map((entries) => {
        const files: Record<string, LiteralFiles[string]> = {};
        for (const [at, kind] of entries) {
          const taken = Object.keys(files).map((key) => key.replace(/\/$/, ''));
          const clash = taken.some(
            (other) => other === at || other.startsWith(`${at}/`) || (at.startsWith(`${other}/`) && !(`${other}/` in files)),
          );
          if (clash) continue;
          if (kind === 'dir') files[`${at}/`] = {};
          else files[at] = kind === 'file' ? { size } : { target: kind };
        }
        return files;
      });
    fc.assert(
      fc.property(root(1), root(2), (lower, upper) => {
        const expected = oneByOne(lower, upper);
        if (expected === null) return;
        assert.deepEqual(compose(lower, upper), expected);
      }),
      { numRuns: 3000 },
    );
  });
});

/** The same in the plainest way: paths in a map, each entry put where its folder leads. Null where a directory of the upper root
 * leads back above itself, or replaces a link that was followed on the way to it: what `COPY` makes of those depends on the builder. */
function oneByOne(lower: LiteralFiles, upper: LiteralFiles): ReturnType<typeof compose> | null {
  const all = new Map([...literalRootfs(lower).tree.entries()].map((entry) => [entry.path, entry]));
  const replacedLinks: string[] = [];
  const followed = new Set<string>();
  let odd = false;
  const resolve = (path: string, links = 0): string | null => {
    let at = '';
    for (const [index, part] of path.split('/').slice(1).entries()) {
      if (part === '' || part === '.') continue;
      if (part === '..') {
        at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
        continue;
      }
      const found = all.get(`${at}/${part}`);
      if (found === undefined || links > 40) return null;
      if (found.type === 'symlink') {
        const rest = path
          .split('/')
          .slice(index + 2)
          .join('/');
        const target = found.target ?? '';
        followed.add(found.path);
        return resolve(`${target.startsWith('/') ? '' : at}/${target}${rest === '' ? '' : `/${rest}`}`, links + 1);
      }
      if (found.type !== 'dir' && index < path.split('/').length - 2) return null;
      at += `/${part}`;
    }
    return at;
  };
  const remove = (path: string): void => {
    for (const each of all.keys()) if (each === path || each.startsWith(`${path}/`)) all.delete(each);
  };
  const folder = (path: string): string => {
    if (path === '') return '';
    const cut = path.lastIndexOf('/');
    const name = folder(path.slice(0, cut)) + path.slice(cut);
    const led = all.get(name)?.type === 'symlink' ? resolve(name) : name;
    if (led !== null && led !== name && [path, name].some((each) => each.startsWith(led) || led.startsWith(each))) odd = true;
    if (led !== null && (led === '' || all.get(led)?.type === 'dir')) return led;
    remove(name);
    all.set(name, { path: name, type: 'dir', mode: 0o755, uid: 0, gid: 0, size: 0, nlink: 1, identity: '' });
    return name;
  };
  for (const entry of literalRootfs(upper).tree.entries()) {
    if (entry.path === '/' || !(entry.type === 'dir' ? isFolder(entry.path) : moves(entry))) continue;
    const cut = entry.path.lastIndexOf('/');
    const at = folder(entry.path.slice(0, cut)) + entry.path.slice(cut);
    if (entry.type === 'dir') {
      if (all.get(at)?.type === 'symlink') replacedLinks.push(entry.path);
      folder(entry.path);
      continue;
    }
    if (followed.has(at)) odd = true;
    remove(at);
    all.set(at, { ...entry, path: at });
  }
  if (odd) return null;
  const lines = [...all.values()].map(({ path, type, size, target }) => `${path} ${type} ${target ?? size}`);
  return { lines: sortedAsTree(lines), replacedLinks };
}

function sortedAsTree(lines: readonly string[]): string[] {
  const key = (line: string): string => line.slice(0, line.indexOf(' ')).replaceAll('/', '\0');
  return lines.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
