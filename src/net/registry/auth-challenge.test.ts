import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseChallenges } from './auth-challenge.ts';

test('challenges are read by RFC 9110', () => {
  const cases: Readonly<Record<string, readonly (readonly [string, Readonly<Record<string, string>>])[]>> = {
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push"': [
      ['bearer', { realm: 'https://auth.docker.io/token', service: 'registry.docker.io', scope: 'repository:a/b:pull,push' }],
    ],
    'Basic realm="x, y", Bearer Realm = "u", scope=a': [
      ['basic', { realm: 'x, y' }],
      ['bearer', { realm: 'u', scope: 'a' }],
    ],
    'Negotiate, Basic realm=tests': [
      ['negotiate', {}],
      ['basic', { realm: 'tests' }],
    ],
    'Negotiate abc==, Basic realm="a\\"b"': [
      ['negotiate', {}],
      ['basic', { realm: 'a"b' }],
    ],
    BASIC: [['basic', {}]],
    'Basic realm=first, realm=second': [['basic', { realm: 'first' }]],
    '': [],
    ', ,': [],
    'realm="no scheme"': [],
    '"': [],
  };
  for (const [header, expected] of Object.entries(cases)) {
    assert.deepEqual(
      parseChallenges(header).map(({ scheme, parameters }) => [scheme, { ...parameters }]),
      expected,
      header,
    );
  }
});

test('any header is read in linear time', () => {
  const piece = fc.constantFrom('Bearer', ' ', ',', '=', '"', '\\', 'realm', 'a'.repeat(100), '"x"', 'abc==', '\u0000', 'é');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
      ),
      (header) => void parseChallenges(header),
    ),
    { numRuns: 2000 },
  );
  const before = performance.now();
  for (const text of ['"\\'.repeat(100_000), 'a='.repeat(100_000), 'a "'.repeat(100_000), ' '.repeat(100_000), 'x '.repeat(100_000)])
    parseChallenges(`Bearer realm="${text}`);
  assert.ok(performance.now() - before < 2000);
});
