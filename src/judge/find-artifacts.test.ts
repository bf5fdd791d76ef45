import assert from 'node:assert/strict';
import { test } from 'node:test';
import { literalRootfs } from '../tree/literal.ts';
import { findEntrypoint } from './entrypoint.ts';
import { findArtifacts } from './find-artifacts.ts';

const rootfs = literalRootfs({
  '/app/start': { content: '#!/bin/sh\n', mode: 0o644 },
  '/app/other': { content: '#!/bin/sh\n', mode: 0o644 },
  '/app/text': { content: 'echo\n', mode: 0o755 },
  '/bin/sh': { content: 'x', mode: 0o755 },
});

function found(command: readonly string[]): readonly string[] {
  const entrypoint = findEntrypoint(rootfs, { env: [], entrypoint: command, cmd: [], labels: {}, history: [], diffIds: [] });
  return findArtifacts({ rootfs, entrypoint, partOf: () => 'application' }).map(({ path, kind }) => `${path} ${kind}`);
}

test('what the engine starts is judged whatever its mode and content, other files are not', () => {
  assert.deepEqual(found(['/app/start']), ['/app/start script']);
  assert.deepEqual(found(['/app/text']), ['/app/text script']);
  assert.deepEqual(found(['/bin/sh', '-c', 'cat /app/text']), ['/bin/sh script']);
  assert.deepEqual(found([]), []);
});

test('more than can be judged are one artifact that says so; what the image starts is never left out', () => {
  const scripts = Array.from(
    { length: 10_010 },
    (_, i) => [`/app/s${String(i).padStart(5, '0')}`, { content: '#!/bin/sh\n', mode: 0o755 }] as const,
  );
  const many = literalRootfs({ ...Object.fromEntries(scripts), '/z/start': { content: '#!/bin/sh\n', mode: 0o755 } });
  const entrypoint = findEntrypoint(many, { env: [], entrypoint: ['/z/start'], cmd: [], labels: {}, history: [], diffIds: [] });
  const all = findArtifacts({ rootfs: many, entrypoint, partOf: () => 'application' });
  assert.deepEqual(
    all.slice(-3).map(({ path, why }) => [path, why?.match(/^it is one of \d+/)?.[0]]),
    [
      ['/app/s09999', undefined],
      ['/z/start', undefined],
      ['/app/s10000', 'it is one of 10'],
    ],
  );
});
