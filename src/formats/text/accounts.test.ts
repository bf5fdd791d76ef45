import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseApkRepositories } from './apk-repositories.ts';
import { parseGroup, parsePasswd } from './passwd.ts';
import { parseShells } from './shells.ts';

test('passwd and group', () => {
  assert.deepEqual(
    parsePasswd('root:x:0:0:root:/root:/bin/ash\n\nodd\n#c:x:1:1\nbad:x:-1:0::/:\nnode:x:1000:1000:::\nbig:x:4294967296:0::/:\n'),
    [
      { name: 'root', uid: 0, gid: 0, home: '/root', shell: '/bin/ash' },
      { name: 'node', uid: 1000, gid: 1000, home: '', shell: '' },
    ],
  );
  assert.deepEqual(parseGroup('root:x:0:root,daemon\nempty:x:5:\nodd:x\n'), [
    { name: 'root', gid: 0, members: ['root', 'daemon'] },
    { name: 'empty', gid: 5, members: [] },
  ]);
});

test('repositories of Alpine', () => {
  assert.deepEqual(
    parseApkRepositories(
      'https://dl-cdn.alpinelinux.org/alpine/v3.20/main\n# no\n@testing http://x.example/alpine/edge/testing/\n/media/cdrom\n',
    ),
    [
      { url: 'https://dl-cdn.alpinelinux.org/alpine/v3.20/main', branch: 'v3.20', section: 'main' },
      { url: 'http://x.example/alpine/edge/testing/', tag: 'testing', branch: 'edge', section: 'testing' },
      { url: '/media/cdrom' },
    ],
  );
});

test('shells', () => assert.deepEqual(parseShells('# valid\n/bin/sh\n/bin/ash # own\nrelative\n'), ['/bin/sh', '/bin/ash']));

test('any text is read without an error', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const parse of [parsePasswd, parseGroup, parseApkRepositories, parseShells]) assert.ok(Array.isArray(parse(text)));
    }),
  );
});
