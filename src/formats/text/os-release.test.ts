import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseOsRelease } from './os-release.ts';

test('quotes, escapes and comments', () => {
  const fields = parseOsRelease(
    `# a\nA=plain\nB="two words"\nC='sin\\gle'\nD="a \\"b\\" \\$c \\x"\nE=a\\ b\nF=x#y z\n  G=1\nodd line\nA=last\n`,
  );
  assert.deepEqual(Object.fromEntries(fields), { A: 'last', B: 'two words', C: 'sin\\gle', D: 'a "b" $c \\x', E: 'a b', F: 'x#y', G: '1' });
});

test('any text is read without an error', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => parseOsRelease(text) instanceof Map));
});

/** os-release(5) is meant to be sourced by a shell: values without expansions must come out as sh sees them. */
test('values are those that sh reads', (t) => {
  if (spawnSync('sh', ['-c', 'true']).status !== 0) return t.skip('no sh here');
  const piece = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9._:/-]{0,8}$/),
    fc.stringMatching(/^"[A-Za-z0-9 .'_-]{0,8}"$/),
    fc.stringMatching(/^'[A-Za-z0-9 ."\\_-]{0,8}'$/),
    fc.constantFrom('\\"', '\\ ', '"\\""', '"\\\\"', '"\\a"'),
  );
  const value = fc.array(piece, { maxLength: 4 }).map((parts) => parts.join(''));
  const values = fc.sample(value, 200);
  // Each value under a name of its own, printed with a separator that none of them has.
  const text = values.map((each, index) => `V${index}=${each}`).join('\n');
  const script = `${text}\n${values.map((_, index) => `printf '%s\\001' "$V${index}"`).join('\n')}`;
  const spoken = spawnSync('sh', ['-c', script], { encoding: 'utf8' }).stdout.split('\u0001').slice(0, -1);
  const parsed = parseOsRelease(text);
  assert.deepEqual(
    values.map((_, index) => parsed.get(`V${index}`)),
    spoken,
  );
});
