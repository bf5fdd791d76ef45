import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BasewiseError } from '../errors.ts';
import { flattenIndex } from './choose-platform.ts';
import { TYPES } from './image-files.suite.ts';
import type { ImageStore } from './image-store.ts';
import { readDescriptor } from './manifests/descriptor.ts';

/** A store that verifies nothing, so that an index can name itself. */
function lyingStore(indexes: Readonly<Record<string, readonly string[]>>): ImageStore {
  const unused = async (): Promise<never> => assert.fail();
  return {
    label: 'lies',
    manifest: async ({ digest }) =>
      Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: (indexes[digest.slice(-1)] ?? []).map((name) => entry(name)) })),
    config: unused,
    layer: unused,
  };
}

function entry(name: string): object {
  return { mediaType: /[a-f]/.test(name) ? TYPES.index : TYPES.manifest, digest: `sha256:${name.padStart(64, '0')}`, size: 1 };
}

const start = [readDescriptor(entry('a'), 'start')];

test('an index that contains itself, at any depth, is a cycle', async () => {
  for (const indexes of [{ a: ['a'] }, { a: ['b'], b: ['c'], c: ['a'] }, { a: ['1', 'b'], b: ['b'] }]) {
    await assert.rejects(
      flattenIndex(lyingStore(indexes), start),
      (error) => error instanceof BasewiseError && error.code === 'index-cycle',
    );
  }
});

test('an index that is reached on two ways is read once', async () => {
  const leaves = await flattenIndex(lyingStore({ a: ['b', 'c', 'b'], b: ['d', '1'], c: ['d', '2'], d: ['3'] }), start);
  assert.deepEqual(
    leaves.map(({ digest }) => digest.slice(-1)),
    ['3', '1', '2'],
  );
});
