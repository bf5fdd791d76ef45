import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recentlyUsed } from './recently-used.ts';

test('what was not used for longest goes first, by weight', () => {
  const recent = recentlyUsed<string, string>(10, ({ length }) => length);
  recent.set('a', 'aaaa');
  recent.set('b', 'bbbb');
  recent.set('c', 'cc');
  assert.equal(recent.get('a'), 'aaaa');
  recent.set('d', 'dddd');
  assert.deepEqual(['a', 'b', 'c', 'd'].map((key) => recent.get(key)), ['aaaa', undefined, 'cc', 'dddd']); // prettier-ignore
  recent.set('d', 'd');
  recent.set('e', 'eee');
  assert.deepEqual(['a', 'c', 'd', 'e'].map((key) => recent.get(key)), ['aaaa', 'cc', 'd', 'eee']); // prettier-ignore
  recent.set('f', 'f'.repeat(11));
  assert.equal(recent.get('f'), undefined);
});
