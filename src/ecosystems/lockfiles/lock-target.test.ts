import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BasewiseError } from '../../errors.ts';
import { parseLockTarget } from './lock-target.ts';

test('targets as the design spells them', () => {
  assert.deepEqual(parseLockTarget('musl@1.2/x86_64+cpython@3.12'), {
    name: 'musl@1.2/x86_64+cpython@3.12',
    libc: { family: 'musl', major: 1, minor: 2 },
    machine: 'x86_64',
    runtime: { name: 'cpython', version: '3.12', freeThreaded: false },
    manager: null,
  });
  const free = parseLockTarget('glibc@2.41/arm64+python@3.14t');
  assert.deepEqual([free.machine, free.runtime], ['aarch64', { name: 'cpython', version: '3.14', freeThreaded: true }]);
  assert.deepEqual(parseLockTarget('musl@1.2.5/aarch64+node@22.20.0+npm@11.21.2').manager, { name: 'npm', version: '11.21.2' });
});

test('anything else is refused with the spelling', () => {
  for (const text of [
    '',
    'alpine:3.20',
    'musl@1.2',
    'musl@1.2/x86_64',
    'musl@1/x86_64+node@22',
    'bionic@1.2/x86_64+node@22',
    'musl@1.2/pdp11+node@22',
    'musl@1.2/x86_64+node',
    `musl@1.2/x86_64+node@${'9'.repeat(99)}`,
  ]) {
    assert.throws(
      () => parseLockTarget(text),
      (error) => error instanceof BasewiseError && error.code === 'lock-target-bad',
      text,
    );
  }
});
