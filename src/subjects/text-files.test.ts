import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDockerfileName } from './text-files.ts';

test('Dockerfiles by their names, and what is only about Dockerfiles', () => {
  for (const name of [
    'Dockerfile',
    'dockerfile',
    'Dockerfile.prod',
    'Dockerfile-alpine',
    'api.Dockerfile',
    'Containerfile',
    'Dockerfile.j2',
    'Dockerfile.go',
  ])
    assert.equal(isDockerfileName(name), true, name);
  for (const name of [
    'dockerfile-readiness.md',
    'Dockerfile.md',
    'dockerfile.go',
    'dockerfile.png',
    'dockerfile.py',
    'Dockerfile.dockerignore',
    'dockerfile-lint.yml',
  ])
    assert.equal(isDockerfileName(name), false, name);
});
