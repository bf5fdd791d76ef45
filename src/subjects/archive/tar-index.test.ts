import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { test } from 'node:test';
import { pack } from 'tar-stream';
import { BasewiseError } from '../../errors.ts';
import { tar, temporaryFolder, writeFiles, writeTar } from '../image-files.suite.ts';
import { indexTar } from './tar-index.ts';

const LONG = `${'d'.repeat(90)}/${'e'.repeat(120)}/file`;

/** The bytes that the index says a member has. */
function read(path: string, name: string): string | undefined {
  const content = indexTar(path, path).content(name)?.content;
  if (content === undefined) return undefined;
  assert.ok(content.kind === 'file');
  return readFileSync(content.path)
    .subarray(content.offset, content.offset + content.length)
    .toString();
}

test('members are found by offset, with long PAX names, after large ones, and the last of a name wins', async (t) => {
  const packing = pack();
  packing.entry({ name: 'large' }, Buffer.alloc(300_000, 1));
  packing.entry({ name: LONG }, 'long');
  packing.entry({ name: 'ünï' }, 'utf8');
  packing.entry({ name: 'twice' }, 'first');
  packing.entry({ name: './twice' }, 'second');
  packing.entry({ name: 'gone' }, 'file');
  packing.entry({ name: 'gone', type: 'fifo' });
  packing.entry({ name: 'absolute', type: 'symlink', linkname: `/${LONG}` });
  packing.entry({ name: 'x/up', type: 'symlink', linkname: '../../../ünï' });
  packing.finalize();
  const path = join(temporaryFolder(t), 'x.tar');
  await pipeline(packing, createWriteStream(path));
  for (const [name, content] of Object.entries({
    [LONG]: 'long',
    ünï: 'utf8',
    twice: 'second',
    './/twice': 'second',
    gone: undefined,
    absolute: 'long',
    'x/up': 'utf8',
    none: undefined,
    '': undefined,
  })) {
    assert.equal(read(path, name), content, name);
  }
  assert.equal(read(path, 'large')?.length, 300_000);
});

test('what GNU tar writes is read in each of its formats', (t) => {
  const folder = writeFiles(temporaryFolder(t), [
    [LONG, 'long'],
    ['a/b', 'b'],
    ['index.json', '{}'],
  ]);
  for (const format of ['gnu', 'oldgnu', 'posix', 'ustar', 'v7']) {
    const path = join(folder, `${format}.tar`);
    const made = spawnSync('tar', [
      `--format=${format}`,
      '-C',
      folder,
      '-cf',
      path,
      './a',
      './index.json',
      ...(format === 'v7' || format === 'ustar' ? [] : [LONG]),
    ]);
    if (made.error !== undefined) return t.skip('tar is not installed');
    if (made.status !== 0) return t.skip(`this tar does not write ${format}`);
    assert.equal(read(path, 'a/b'), 'b', format);
    assert.equal(read(path, 'index.json'), '{}', format);
    if (format.endsWith('gnu') || format === 'posix') assert.equal(read(path, LONG), 'long', format);
  }
});

test('documents are bounded, links end', (t) => {
  const path = writeTar(t, [
    ['big', Buffer.alloc(8 * 1024 * 1024 + 1)],
    ['one', { link: 'two' }],
    ['two', { link: 'one' }],
    ['self', { hardLink: 'self' }],
  ]);
  const members = indexTar(path, 'label');
  assert.throws(
    () => members.read('big'),
    (error) => error instanceof BasewiseError && error.code === 'document-too-large' && error.path === 'label',
  );
  assert.equal(members.content('big')?.size, 8 * 1024 * 1024 + 1);
  for (const name of ['one', 'two', 'self']) assert.equal(members.read(name), undefined, name);
});

test('damage is named with its place', (t) => {
  const bytes = tar([
    ['a', 'x'],
    ['b', 'y'],
  ]);
  bytes[1024 + 150]! ^= 1;
  const path = join(temporaryFolder(t), 'bad.tar');
  writeFileSync(path, bytes);
  assert.throws(
    () => indexTar(path, 'label'),
    (error) => error instanceof BasewiseError && error.code === 'archive-bad' && /at byte 1024/.test(error.message),
  );
});
