import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonPieces } from './json-pieces.ts';

const deep = (depth: number): unknown => (depth === 0 ? ['line\nend', { a: [] }] : { [`level ${depth}`]: [deep(depth - 1)], empty: {} });

for (const [name, value] of Object.entries({
  scalars: [null, true, 1.5, -0, 'a"b\n', '\ud800'],
  empty: [{}, [], [[]], { a: {} }],
  absent: { a: undefined, b: [undefined], c: { d: undefined } },
  deep: deep(10),
  lone: 'text',
  long: Array.from({ length: 5000 }, (_, i) => ({ path: `/usr/lib/lib${i}.so`, messages: [`${i}`] })),
})) {
  test(`the text is that of JSON.stringify: ${name}`, () => {
    const pieces = [...jsonPieces(value)];
    assert.equal(pieces.join(''), JSON.stringify(value, null, 2));
    assert.ok(pieces.every((piece) => piece.length < 70_000));
  });
}
