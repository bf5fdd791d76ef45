import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FormatError } from '../format-error.ts';
import { parseSubjectList } from './subject-list.ts';

test('a line is a subject, maybe with a name; comments and empty lines say nothing', () => {
  const text = '\uFEFF# all\r\n\r\nregistry:a/b:1\n  images/c#1.tar  # the second\narchive:d e.tar:x\t shop \n\t\n';
  assert.deepEqual(parseSubjectList(text), {
    entries: [
      { line: 3, subject: 'registry:a/b:1', name: 'registry:a/b:1' },
      { line: 4, subject: 'images/c#1.tar', name: 'images/c#1.tar' },
      { line: 5, subject: 'archive:d e.tar:x', name: 'shop' },
    ],
    bad: [],
  });
});

test('a line that stands there twice is one entry; the same subject under two names is two', () => {
  const { entries } = parseSubjectList('a\na\nb\tone\nb\ttwo\nb\tone');
  assert.deepEqual(
    entries.map(({ line, name }) => [line, name]),
    [
      [1, 'a'],
      [3, 'one'],
      [4, 'two'],
    ],
  );
});

test('a line that is none is named with its reason and does not hide the others', () => {
  const { entries, bad } = parseSubjectList(`a\tb\tc\nx\n\t\ty\n${'z'.repeat(5000)}`);
  assert.deepEqual(
    entries.map(({ subject }) => subject),
    ['x', 'y'],
  );
  assert.deepEqual(
    bad.map(({ line, why }) => [line, why.split(' ')[0]]),
    [
      [1, 'more'],
      [4, 'longer'],
    ],
  );
});

test('bytes that are no list are refused', () => {
  assert.throws(() => parseSubjectList('a\0b'), FormatError);
  assert.throws(() => parseSubjectList('\n'.repeat(100_001)), FormatError);
});

test('whatever the text, every entry stands on its line and nothing else is thrown', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', ':', '\t', ' ', '#', '\n', '\r', '\0', '\uFEFF', 'é') }), (text) => {
      try {
        const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
        for (const { line, subject, name } of parseSubjectList(text).entries) {
          assert.ok(subject !== '' && name !== '');
          assert.ok(lines[line - 1]?.includes(subject) === true && lines[line - 1]?.includes(name) === true);
        }
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
      }
    }),
  );
});
