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
