import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatIp, parseIp } from './ip-address.ts';

test('addresses survive text in both directions', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.uint8Array({ minLength: 16, maxLength: 16 })), (bytes) => {
      assert.deepEqual(parseIp(formatIp(bytes)), Uint8Array.from(bytes));
    }),
  );
});

test('the text is what RFC 5952 wants', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['2001:0db8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['::FFFF:192.0.2.1', '::ffff:192.0.2.1'],
    ['fe80::1%eth0', 'fe80::1'],
  ];
  for (const [given, wanted] of cases) assert.equal(formatIp(parseIp(given) ?? new Uint8Array(0)), wanted);
});

test('exactly what Node takes for an address is one', () => {
  const piece = fc.constantFrom('0', '1', '01', '255', '256', 'a', 'ffff', '10000', ':', '::', '.', '.', ':', 'g', '');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
      const text = pieces.join('');
      assert.equal(parseIp(text) !== undefined, isIP(text) !== 0, text);
    }),
    { numRuns: 3000 },
  );
});
