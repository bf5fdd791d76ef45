// What engines and the OCI image specification do with layers over layers (peers.md 5.2; image-spec layer.md).
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ImageRootfs } from './image-rootfs.ts';
import { imageOf, listing, type LayerLiteral } from './layers.suite.ts';

async function merged(...layers: readonly LayerLiteral[]): Promise<Record<string, string>> {
  const { '/': _root, ...rest } = listing(await imageOf(layers));
  return rest;
}

function counts(rootfs: ImageRootfs): string[] {
  return rootfs.read.notes.map((note) => `${note.kind} ${'count' in note ? note.count : 1}`);
}

describe('whiteouts', () => {
  test('hide one name of lower layers, by the exact prefix of the last component', async () => {
    const lower = ['usr/bin/which', 'lib/wheel-0.43', 'lib/whitenoise', 'x.wh.y', '.wha', 'a/b'].map((name) => ({ name }));
    assert.deepEqual(await merged(lower, [{ name: 'a/.wh.b' }, { name: 'a/.wh.never-existed' }, { name: '.wh.d/inner', content: 'x' }]), {
      '/.wh.d': '1 dir',
      '/.wh.d/inner': '1 file 1',
      '/.wha': '0 file 0',
      '/a': '0 dir',
      '/lib': '0 dir',
      '/lib/wheel-0.43': '0 file 0',
      '/lib/whitenoise': '0 file 0',
      '/usr': '0 dir',
      '/usr/bin': '0 dir',
      '/usr/bin/which': '0 file 0',
      '/x.wh.y': '0 file 0',
    });
  });

  test('and a new entry in one layer: the new one stays, in both orders', async () => {
    const lower = [{ name: 'd/' }, { name: 'd/old', content: '1' }, { name: 'f', content: '1' }, { name: 'g', content: '1' }];
    assert.deepEqual(
      await merged(lower, [
        { name: '.wh.d' },
        { name: 'd/' },
        { name: 'd/new', content: '22' },
        { name: 'f', content: '22' },
        { name: '.wh.f' },
        { name: '.wh.g' },
        { name: 'g', content: '22' },
      ]),
      { '/d': '1 dir', '/d/new': '1 file 2', '/f': '1 file 2', '/g': '1 file 2' },
    );
    assert.deepEqual(await merged(lower, [{ name: 'd/' }, { name: 'd/new', content: '22' }, { name: '.wh.d' }]), {
      '/d': '1 dir',
      '/d/new': '1 file 2',
      '/f': '0 file 1',
      '/g': '0 file 1',
    });
  });

  test('opaque directories hide lower layers only, wherever the marker stands', async () => {
    const lower = [{ name: 'd/' }, { name: 'd/old', content: '1' }, { name: 'd/both', content: '1' }, { name: 'd/sub/deep', content: '1' }];
    const upper = [
      { name: 'd/both', content: '22' },
      { name: 'd/sub/new', content: '22' },
    ];
    const marker = { name: 'd/.wh..wh..opq' };
    const expected = { '/d': '0 dir', '/d/both': '1 file 2', '/d/sub': '0 dir', '/d/sub/new': '1 file 2' };
    assert.deepEqual(await merged(lower, [...upper, marker]), expected);
    assert.deepEqual(await merged(lower, [marker, ...upper]), { ...expected, '/d/sub': '1 dir' });
    assert.deepEqual(await merged(lower, [marker]), { '/d': '0 dir' });
    assert.deepEqual(await merged(lower, [{ name: 'new/.wh..wh..opq' }, { name: '.wh.d' }]), { '/new': '1 dir' });
  });

  test('opaque root', async () => {
    assert.deepEqual(await merged([{ name: 'a/b' }], [{ name: '.wh..wh..opq' }, { name: 'c' }]), { '/c': '1 file 0' });
  });

  test('aufs metadata is no content, and what its hard links stand for is found', async () => {
    assert.deepEqual(
      await merged([
        { name: '.wh..wh.aufs' },
        { name: '.wh..wh.orph/' },
        { name: '.wh..wh.plnk/' },
        { name: '.wh..wh.plnk/12.34', content: 'abc' },
        { name: 'a', flag: '1', linkName: '.wh..wh.plnk/12.34' },
        { name: 'b', flag: '1', linkName: '.wh..wh.plnk/12.34' },
      ]),
      { '/a': '0 file 3 x2', '/b': '0 file 3 x2' },
    );
  });

  test('of nothing, of itself and of the parent change nothing and are noted', async () => {
    const rootfs = await imageOf([[{ name: 'a/b' }], [{ name: 'a/.wh.' }, { name: 'a/.wh..' }, { name: 'a/.wh...' }]]);
    assert.deepEqual(Object.keys(listing(rootfs)), ['/', '/a', '/a/b']);
    assert.deepEqual(counts(rootfs), ['odd-whiteout 3']);
  });

  test('follow links of lower layers in their parents', async () => {
    assert.deepEqual(await merged([{ name: 'usr/lib/x' }, { name: 'lib', linkName: 'usr/lib' }], [{ name: 'lib/.wh.x' }]), {
      '/lib': '0 symlink usr/lib',
      '/usr': '0 dir',
      '/usr/lib': '0 dir',
    });
  });

  test('mean nothing in the tar of a root file system', async () => {
    const rootfs = await imageOf([[{ name: 'a' }, { name: '.wh.a' }, { name: 'd/.wh..wh..opq' }, { name: 'stargz.index.json' }]], {
      layered: false,
    });
    assert.deepEqual(Object.keys(listing(rootfs)), ['/', '/.wh.a', '/a', '/d', '/d/.wh..wh..opq', '/stargz.index.json']);
    assert.equal([...rootfs.tree.entries()][1]?.layer, undefined);
  });
});

describe('links', () => {
  test('files written through a link go where it leads; a directory entry replaces it', async () => {
    const lower = [{ name: 'usr/lib/' }, { name: 'lib', linkName: 'usr/lib' }, { name: 'usr/lib/a', content: '1' }];
    assert.deepEqual(await merged(lower, [{ name: 'lib/a', content: '22' }, { name: 'lib/b' }]), {
      '/lib': '0 symlink usr/lib',
      '/usr': '0 dir',
      '/usr/lib': '0 dir',
      '/usr/lib/a': '1 file 2',
      '/usr/lib/b': '1 file 0',
    });
    assert.deepEqual(await merged(lower, [{ name: 'lib/' }, { name: 'lib/a', content: '22' }]), {
      '/lib': '1 dir',
      '/lib/a': '1 file 2',
      '/usr': '0 dir',
      '/usr/lib': '0 dir',
      '/usr/lib/a': '0 file 1',
    });
  });

  test('a link replaces a directory and everything in it', async () => {
    assert.deepEqual(await merged([{ name: 'lib/a' }, { name: 'usr/lib/b' }], [{ name: 'lib', linkName: 'usr/lib' }]), {
      '/lib': '1 symlink usr/lib',
      '/usr': '0 dir',
      '/usr/lib': '0 dir',
      '/usr/lib/b': '0 file 0',
    });
  });

  test('links never lead out of the root, also not for parents', async () => {
    assert.deepEqual(
      await merged(
        [{ name: 'out', linkName: '../../../../etc' }, { name: 'abs', linkName: '/etc' }, { name: 'etc/' }],
        [{ name: 'out/one' }, { name: 'abs/two' }],
      ),
      {
        '/abs': '0 symlink /etc',
        '/etc': '0 dir',
        '/etc/one': '1 file 0',
        '/etc/two': '1 file 0',
        '/out': '0 symlink ../../../../etc',
      },
    );
  });

  test('loops and dangling links are ordinary; as parents, a loop or a file gives place to a directory', async () => {
    const rootfs = await imageOf([
      [{ name: 'a', linkName: 'b' }, { name: 'b', linkName: 'a' }, { name: 'c', linkName: 'none/../new' }, { name: 'f' }],
      [{ name: 'a/x' }, { name: 'c/x' }, { name: 'f/x' }],
    ]);
    const { '/': _root, ...rest } = listing(rootfs);
    assert.deepEqual(rest, {
      '/a': '1 dir',
      '/a/x': '1 file 0',
      '/b': '0 symlink a',
      '/c': '0 symlink none/../new',
      '/f': '1 dir',
      '/f/x': '1 file 0',
      '/new': '1 dir',
      '/new/x': '1 file 0',
      '/none': '1 dir',
    });
    assert.deepEqual(counts(rootfs), ['parent-replaced 2']);
  });

  test('whiteouts replace nothing that is in their way', async () => {
    const lower = [{ name: 'f' }, { name: 'l', linkName: 'none' }];
    assert.deepEqual(await merged(lower, [{ name: 'f/.wh.x' }, { name: 'f/y/.wh..wh..opq' }, { name: 'l/.wh.x' }, { name: 'l/y/.wh.x' }]), {
      '/f': '0 file 0',
      '/l': '0 symlink none',
    });
  });
});

describe('hard links', () => {
  test('bind across layers and survive the loss or replacement of the first name', async () => {
    const lower = [
      { name: 'a', content: 'abc' },
      { name: 'b', flag: '1', linkName: 'a' },
    ];
    assert.deepEqual(await merged(lower), { '/a': '0 file 3 x2', '/b': '0 file 3 x2' });
    assert.deepEqual(await merged(lower, [{ name: '.wh.a' }, { name: 'c', flag: '1', linkName: 'b' }]), {
      '/b': '0 file 3 x2',
      '/c': '1 file 3 x2',
    });
    assert.deepEqual(await merged(lower, [{ name: 'a', content: 'other' }]), { '/a': '1 file 5', '/b': '0 file 3' });
    assert.deepEqual(await merged(lower, [{ name: 'b', flag: '1', linkName: '/./x/../a' }]), { '/a': '0 file 3 x2', '/b': '1 file 3 x2' });
  });

  test('may come before what they link to', async () => {
    assert.deepEqual(
      await merged([
        { name: 'first', flag: '1', linkName: 'later' },
        { name: 'later', content: 'x' },
      ]),
      { '/first': '0 file 1 x2', '/later': '0 file 1 x2' },
    );
  });

  test('to a symbolic link share the link, to nothing or a directory are noted and left out', async () => {
    const rootfs = await imageOf([
      [
        { name: 'l', linkName: 'x' },
        { name: 'm', flag: '1', linkName: 'l' },
        { name: 'd/' },
        { name: 'no', flag: '1', linkName: 'gone' },
        { name: 'dir', flag: '1', linkName: 'd' },
      ],
    ]);
    assert.deepEqual(Object.keys(listing(rootfs)), ['/', '/d', '/l', '/m']);
    assert.equal(listing(rootfs)['/m'], '0 symlink x');
    assert.deepEqual(rootfs.read.notes, [{ kind: 'dangling-hard-link', layer: 0, count: 2, path: '/no' }]);
  });
});

describe('names', () => {
  test('are cleaned as text and stop at the root', async () => {
    assert.deepEqual(
      await merged([
        { name: './' },
        { name: './a/' },
        { name: '/abs' },
        { name: '../x' },
        { name: 'a/../../y' },
        { name: 'a//./z/' },
        { name: './/.' },
      ]),
      {
        '/a': '0 dir',
        '/a/z': '0 dir',
        '/abs': '0 file 0',
        '/x': '0 file 0',
        '/y': '0 file 0',
      },
    );
  });

  test('the last of several entries with one name wins and is counted', async () => {
    const rootfs = await imageOf([
      [{ name: 'a', content: '1' }, { name: 'a', content: '22' }, { name: 'b/' }, { name: 'b/c' }, { name: 'b/', mode: 0o700 }],
    ]);
    assert.equal(listing(rootfs)['/a'], '0 file 2');
    const b = rootfs.tree.lookup('/b');
    assert.equal(b.ok && b.entry.mode, 0o700);
    assert.ok(rootfs.tree.lookup('/b/c').ok);
    assert.deepEqual(rootfs.read.notes, [{ kind: 'duplicate', layer: 0, count: 1, path: '/a' }]);
  });

  test('files and directories replace each other', async () => {
    assert.deepEqual(await merged([{ name: 'a/b/c' }, { name: 'f' }], [{ name: 'a/b' }, { name: 'f/' }, { name: 'f/g' }]), {
      '/a': '0 dir',
      '/a/b': '1 file 0',
      '/f': '1 dir',
      '/f/g': '1 file 0',
    });
  });

  test('the root takes mode and owner of its own entry', async () => {
    const rootfs = await imageOf([[{ name: './', mode: 0o700, uid: 5 }, { name: 'a' }]]);
    const root = rootfs.tree.lookup('/');
    assert.deepEqual(root.ok && [root.entry.mode, root.entry.uid, rootfs.tree.list('/')], [0o700, 5, ['a']]);
  });

  test('lists of contents that lazy pulling adds are left out', async () => {
    assert.deepEqual(
      await merged([
        { name: '.prefetch.landmark' },
        { name: '.no.prefetch.landmark' },
        { name: 'stargz.index.json' },
        { name: 'd/stargz.index.json' },
      ]),
      { '/d': '0 dir', '/d/stargz.index.json': '0 file 0' },
    );
  });

  test('devices, fifos and special modes', async () => {
    const rootfs = await imageOf([
      [
        { name: 'null', flag: '3', mode: 0o666 },
        { name: 'sda', flag: '4' },
        { name: 'pipe', flag: '6' },
        { name: 'su', mode: 0o4755 },
      ],
    ]);
    const { '/': _root, ...rest } = listing(rootfs);
    assert.deepEqual(rest, { '/null': '0 char', '/pipe': '0 fifo', '/sda': '0 block', '/su': '0 file 0' });
    const su = rootfs.tree.lookup('/su');
    assert.equal(su.ok && su.entry.mode, 0o4755);
  });
});
