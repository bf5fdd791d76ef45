import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { FormatError } from '../format-error.ts';
import { formatImageReference, isDigest, parseImageReference, tagOrDigest } from './image-reference.ts';

/** What github.com/distribution/reference v0.6.0 (ParseNormalizedNamed) said of 500 texts, some of them mutated. */
interface Recorded {
  readonly text: string;
  readonly error?: string;
  readonly domain?: string;
  readonly repository?: string;
  readonly tag?: string;
  readonly digest?: string;
}

const recorded: readonly Recorded[] = readFileSync(new URL('testdata/image-references.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

test('references are read as distribution/reference reads them', () => {
  let accepted = 0;
  for (const { text, error, ...parts } of recorded) {
    if (error !== undefined) {
      assert.throws(() => parseImageReference(text), FormatError, text);
    } else {
      assert.deepEqual({ ...parseImageReference(text) }, parts, text);
      accepted++;
    }
  }
  assert.ok(accepted > 100 && recorded.length - accepted > 300, `${accepted} of ${recorded.length} are valid`);
});

test('a host with an underscore is refused, where the Go package takes it for a path without a host', () => {
  assert.throws(() => parseImageReference('a_b.c-d/e'), FormatError);
});

test('an error says what is wrong and where', () => {
  const codes = ['', 'ab01'.repeat(16), 'ghcr.io/Org/x', 'alpine:-x', 'alpine@sha256:00', 'alpine@md5:' + '0'.repeat(32), 'a/'].map(
    (text) => {
      try {
        parseImageReference(text);
        return null;
      } catch (error) {
        return error instanceof FormatError ? [error.code, error.offset] : error;
      }
    },
  );
  assert.deepEqual(codes, [
    ['reference-empty', 0],
    ['reference-is-id', 0],
    ['reference-uppercase', 8],
    ['reference-bad-tag', 6],
    ['reference-bad-tag', 6],
    ['reference-digest-algorithm', 7],
    ['reference-bad-name', 0],
  ]);
});

test('a canonical reference is read as itself', () => {
  for (const { text, error } of recorded) {
    if (error !== undefined) continue;
    const reference = parseImageReference(text);
    assert.deepEqual(parseImageReference(formatImageReference(reference)), reference, text);
  }
  assert.equal(formatImageReference(parseImageReference('alpine')), 'docker.io/library/alpine');
  assert.equal(tagOrDigest(parseImageReference('alpine')), 'latest');
  assert.equal(tagOrDigest(parseImageReference(`alpine:3@sha256:${'a'.repeat(64)}`)), `sha256:${'a'.repeat(64)}`);
});

test('any text is read or refused with a FormatError', () => {
  const piece = fc.constantFrom(
    'a',
    'Z',
    '0',
    '.',
    '/',
    ':',
    '@',
    '-',
    '_',
    '[',
    ']',
    'sha256:',
    'localhost',
    '\u0000',
    'é',
    'a'.repeat(60),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
      ),
      (text) => {
        try {
          const reference = parseImageReference(text);
          assert.ok(reference.digest === undefined || isDigest(reference.digest));
        } catch (error) {
          if (!(error instanceof FormatError)) throw error;
          assert.ok(error.offset >= 0 && error.offset <= text.length);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
