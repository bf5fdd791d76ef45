import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { dockerfileOf } from './dockerfile-of.ts';

test('a folder is its own Dockerfile, the only one below it, or several', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'basewise-dockerfile-of-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const path of [
    'own/Dockerfile',
    'own/sub/Dockerfile',
    'below/docker/app.Dockerfile',
    'several/a/Dockerfile',
    'several/b/Dockerfile',
  ]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), 'FROM scratch\n');
  }
  mkdirSync(join(root, 'none'));
  assert.equal(dockerfileOf(join(root, 'own/sub/Dockerfile')), join(root, 'own/sub/Dockerfile'));
  assert.equal(dockerfileOf(`repo:${join(root, 'own')}`), join(root, 'own/Dockerfile'));
  assert.equal(dockerfileOf(join(root, 'below')), join(root, 'below/docker/app.Dockerfile'));
  assert.equal(dockerfileOf(join(root, 'several')), null);
  assert.throws(() => dockerfileOf(join(root, 'none')), { code: 'no-such-file' });
  assert.throws(() => dockerfileOf(join(root, 'absent')), { code: 'no-such-file' });
});
