import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lockfileLocator } from './lockfile-lines.ts';

test('the entry itself, not a longer name, a part of a path or a mention as a dependency', () => {
  const toml = lockfileLocator('dependencies = [{ name = "a" }]\n\n[[package]]\nname = "a"\nversion = "1.0"\n');
  assert.deepEqual(toml('a', '1.0'), { line: 4, column: 9 });
  const json = lockfileLocator(
    '{\n  "node_modules/ab": {"version": "1.0.0"},\n  "node_modules/x/node_modules/b": {\n    "version": "2.0.0"\n  },\n  "node_modules/b": {"version": "1.0.0"}\n}\n',
  );
  assert.deepEqual(json('b', '1.0.0'), { line: 6, column: 17 });
  assert.deepEqual(json('b', '2.0.0'), { line: 3, column: 32 });
  assert.deepEqual(json('c', '1.0.0'), { line: 1, column: 1 });
});

test('200,000 questions end', () => {
  const locate = lockfileLocator('x'.repeat(1_000_000));
  const start = performance.now();
  for (let i = 0; i < 200_000; i++) locate(`package-${i}`, null);
  assert.ok(performance.now() - start < 30_000);
});
