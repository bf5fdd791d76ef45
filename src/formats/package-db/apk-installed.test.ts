import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FormatError } from '../format-error.ts';
import { parseApkInstalled } from './apk-installed.ts';
import { APK } from './package-db.suite.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("a part of alpine:3.20's database", () => {
  const [musl, utils, ...rest] = parseApkInstalled(bytes(APK));
  assert.deepEqual(rest, []);
  assert.deepEqual(musl, {
    name: 'musl',
    version: '1.2.5-r0',
    architecture: 'x86_64',
    origin: 'musl',
    license: 'MIT',
    provides: ['so:libc.musl-x86_64.so.1=1'],
    depends: [],
    files: ['/lib/ld-musl-x86_64.so.1', '/lib/libc.musl-x86_64.so.1'],
    directories: ['/lib'],
  });
  assert.deepEqual(utils?.files, ['/sbin/ldconfig', '/usr/bin/ldd']);
  assert.deepEqual(utils?.depends, ['scanelf', 'so:libc.musl-x86_64.so.1']);
  assert.equal(utils?.provides[2], 'cmd:ldd=1.2.5-r0');
});

test('a file in the root directory, no final newline, names that are no UTF-8', () => {
  const [found] = parseApkInstalled(Buffer.from('P:a\nV:1\nF:\nR:init\nF:x\nR:n\xe4me', 'latin1'));
  assert.deepEqual(found?.files, ['/init', '/x/n\udce4me']);
});

test('what is no database is refused with its place', () => {
  const code = (text: string): string | undefined => {
    try {
      parseApkInstalled(bytes(text));
    } catch (error) {
      return error instanceof FormatError ? `${error.code} ${error.offset}` : String(error);
    }
    return undefined;
  };
  assert.equal(code('P:a\nV:1\n\nhello world\n'), 'apk-bad-line 9');
  assert.equal(code('P:a\n\n'), 'apk-no-name 4');
  assert.equal(code('P:a\nV:1\n' + 'R:\n'.repeat(1_000_001)), `too-many-lines ${8 + 3 * 999_998}`);
  assert.equal(code(''), undefined);
});
