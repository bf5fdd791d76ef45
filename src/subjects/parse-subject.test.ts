import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { test } from 'node:test';
import fc from 'fast-check';
import { BasewiseError } from '../errors.ts';
import { tar, temporaryFolder, writeFiles } from './image-files.suite.ts';
import { openSubject } from './open-subject.ts';
import { parseSubject } from './parse-subject.ts';

const image = tar([['manifest.json', '[{"Config":"c.json"}]']]);

test('a path is known by what stands there', (t) => {
  const folder = writeFiles(temporaryFolder(t), [
    ['a.tar', image],
    ['noname', gzipSync(image)],
    ['layout/oci-layout', '{}'],
    ['layout2/index.json', '{}'],
    ['layout2/blobs/x', ''],
    ['transport/version', 'Directory Transport Version: 1.1\n'],
    ['transport/manifest.json', '{"schemaVersion":2}'],
    ['root/etc/os-release', 'ID=x'],
    ['root/package.json', '{}'],
    ['small/bin/x', ''],
    ['small/lib/x', ''],
    ['gem/bin/x', ''],
    ['gem/lib/x', ''],
    ['gem/Gemfile', ''],
    ['project/src/x', ''],
    ['empty-file', ''],
    ['Dockerfile', ''],
    ['app/prod.Dockerfile', 'FROM x'],
    ['app/Containerfile.dev', 'FROM x'],
    ['app/build-recipe', '# comment\n\nFROM alpine:3.20 AS base\nRUN x\n'],
    ['app/args', 'ARG VERSION=1\nFROM a:$VERSION\n'],
    ['app/notes', 'From here on, all is well.\n'],
    ['package-lock.json', '{}'],
    ['requirements/prod.txt', 'x'],
    ['dev-requirements.txt', 'x'],
    ['deploy.yaml', 'apiVersion: apps/v1\nkind: Deployment\n'],
    ['compose.yaml', 'services: {}\n'],
    ['program', Buffer.from('7f454c4602', 'hex')],
  ]);
  const kinds = Object.entries({
    'a.tar': 'archive',
    noname: 'archive',
    layout: 'oci',
    layout2: 'oci',
    transport: 'subject-unsupported',
    root: 'rootfs',
    small: 'rootfs',
    gem: 'repository',
    project: 'repository',
    'empty-file': 'subject-unrecognised',
    Dockerfile: 'dockerfile',
    'app/prod.Dockerfile': 'dockerfile',
    'app/Containerfile.dev': 'dockerfile',
    'app/build-recipe': 'dockerfile',
    'app/args': 'dockerfile',
    'app/notes': 'subject-unrecognised',
    'package-lock.json': 'lockfile',
    'requirements/prod.txt': 'lockfile',
    'dev-requirements.txt': 'lockfile',
    'deploy.yaml': 'manifest',
    'compose.yaml': 'subject-unrecognised',
    program: 'subject-program',
    none: 'no-such-file',
  });
  for (const [name, kind] of kinds) assert.equal(kindOf(`${folder}/${name}`), kind, name);
});

function kindOf(text: string): string {
  try {
    return parseSubject(text).kind;
  } catch (error) {
    return error instanceof BasewiseError ? error.code : assert.fail(String(error));
  }
}

test('FILE:NAME takes the longest beginning that exists', (t) => {
  const folder = writeFiles(temporaryFolder(t), [
    ['a.tar', image],
    ['a.tar:1', image],
    ['Dockerfile', 'FROM x'],
    ['layout/oci-layout', '{}'],
  ]);
  const parse = (text: string): unknown => {
    const { text: _, ...rest } = parseSubject(text);
    return rest;
  };
  const archive = { kind: 'archive', explicit: false };
  assert.deepEqual(parse(`${folder}/a.tar`), { ...archive, path: `${folder}/a.tar` });
  assert.deepEqual(parse(`${folder}/a.tar:1`), { ...archive, path: `${folder}/a.tar:1` });
  assert.deepEqual(parse(`${folder}/a.tar:1:x`), { ...archive, path: `${folder}/a.tar:1`, image: 'x' });
  assert.deepEqual(parse(`archive:${folder}/a.tar:example/app:2`), {
    ...archive,
    explicit: true,
    path: `${folder}/a.tar`,
    image: 'example/app:2',
  });
  assert.deepEqual(parse(`oci:${folder}/layout:docker.io/x:1`), { kind: 'oci', path: `${folder}/layout`, image: 'docker.io/x:1' });
  assert.equal(kindOf(`archive:${folder}/a.tar:`), 'subject-bad');
  assert.equal(kindOf(`archive:${folder}/none.tar:x`), 'no-such-file');
  assert.equal(kindOf(`${folder}/none.tar:x`), 'no-such-file');
  assert.equal(kindOf(`${folder}/Dockerfile:x`), 'no-such-file');
});

test('a scheme decides, and the rest is an image on a registry', () => {
  const registry = (text: string): unknown => {
    const subject = parseSubject(text);
    return subject.kind === 'registry'
      ? [`${subject.reference.domain}/${subject.reference.repository}`, subject.reference.tag, subject.explicit]
      : subject.kind;
  };
  assert.deepEqual(registry('alpine:3.20'), ['docker.io/library/alpine', '3.20', false]);
  assert.deepEqual(registry('registry:alpine:3.20'), ['docker.io/library/alpine', '3.20', true]);
  assert.deepEqual(registry('docker://localhost:5000/a/b'), ['localhost:5000/a/b', undefined, true]);
  assert.deepEqual(registry('[::1]:5000/a:1'), ['[::1]:5000/a', '1', false]);
  assert.deepEqual(registry('unknown:scheme'), ['docker.io/library/unknown', 'scheme', false]);
  assert.deepEqual(parseSubject('docker:app:1'), { kind: 'engine', text: 'docker:app:1', engine: 'docker', name: 'app:1' });
  assert.deepEqual(parseSubject('podman:app'), { kind: 'engine', text: 'podman:app', engine: 'podman', name: 'app' });
  assert.deepEqual(parseSubject('-'), { kind: 'stdin', text: '-' });
  assert.deepEqual(parseSubject('archive:-:a:1'), { kind: 'stdin', text: 'archive:-:a:1', image: 'a:1' });
  for (const [text, code] of Object.entries({
    '': 'subject-empty',
    'oci:': 'subject-empty',
    'registry:A': 'subject-bad-reference',
    'No/Such:Thing': 'subject-unknown',
    'a\0b': 'subject-bad',
    './none': 'no-such-file',
    'none/': 'no-such-file',
    'app.tar': 'no-such-file',
    'app.tar.gz:x': 'no-such-file',
    'yarn.lock': 'no-such-file',
    'repo:none': 'no-such-file',
    'dockerfile:none': 'no-such-file',
    'rootfs:none': 'no-such-file',
  })) {
    assert.equal(kindOf(text), code, text);
  }
});

test('nothing that exists and nothing that could be an image is said to be neither', () => {
  assert.throws(
    () => parseSubject('My App'),
    (error) =>
      error instanceof BasewiseError &&
      /no file or folder of this name, and it is no image reference: .*lower case/.test(error.message) &&
      error.hint !== undefined,
  );
});

test('what a subject is not is refused when it is opened', async (t) => {
  const folder = writeFiles(temporaryFolder(t), [
    ['Dockerfile', 'FROM x'],
    ['root.tar', tar([['bin/sh', '']])],
    ['root/etc/passwd', ''],
    ['x.zip', Buffer.from('504b0304', 'hex')],
  ]);
  const code = async (text: string): Promise<string> => {
    try {
      return (await openSubject(parseSubject(text))).kind;
    } catch (error) {
      return error instanceof BasewiseError ? error.code : assert.fail(String(error));
    }
  };
  assert.equal(await code(`rootfs:${folder}/root`), 'rootfs-folder');
  assert.equal(await code(`${folder}/root`), 'rootfs-folder');
  assert.equal(await code(`rootfs:${folder}/root.tar`), 'rootfs-tar');
  assert.equal(await code(`${folder}/root.tar`), 'rootfs-tar');
  assert.equal(await code(`archive:${folder}/root.tar`), 'not-an-image');
  assert.equal(await code(`${folder}/root.tar:name`), 'not-an-image');
  assert.equal(await code(`rootfs:${folder}/Dockerfile`), 'not-a-folder');
  assert.equal(await code(`repo:${folder}/Dockerfile`), 'not-a-folder');
  assert.equal(await code(`repo:${folder}`), 'repository');
  assert.equal(await code(`dockerfile:${folder}`), 'not-a-file');
  assert.equal(await code(`dockerfile:${folder}/Dockerfile`), 'dockerfile');
  assert.equal(await code(`archive:${folder}/x.zip`), 'not-an-archive');
  assert.equal(await code(`oci:${folder}/root`), 'not-an-image');
});

test('any text is understood or refused with a BasewiseError', () => {
  const piece = fc.constantFrom(
    'archive:',
    'oci:',
    'docker:',
    'rootfs:',
    '-',
    ':',
    '/',
    '..',
    'a',
    'A',
    '@',
    '\0',
    '\n',
    'x'.repeat(300),
    '/etc',
    '.tar',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
      ),
      (text) => {
        kindOf(text);
      },
    ),
    { numRuns: 2000 },
  );
});
