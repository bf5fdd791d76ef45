import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { findingsOf, judgeStageText, stageCases } from '../stage-rule.suite.ts';

describe('what BuildKit refuses', () => {
  stageCases('refused-file', [
    ['an instruction that there is not', 'FROM alpine:3.22\nINSTALL curl\n', ['2 error likely']],
    ['a stage that comes from nowhere', 'FROM alpine:3.22\nCOPY --from=$WHERE /a /a\n', ['2 error likely']],
    ['one finding for all places', 'FROM alpine:3.22\nINSTALL curl\nFETCH it\n', ['2 error likely']],
    ['nothing to refuse', 'FROM alpine:3.22\nRUN apk add curl\n', []],
    ['lower case is fine', 'from alpine:3.22\nrun true\n', []],
    [
      'when it is wrong: another frontend has instructions of its own',
      '# syntax=example.com/own/frontend:1\nFROM alpine:3.22\nINSTALL curl\n',
      [],
    ],
    ['the frontend of Docker has not', '# syntax=docker/dockerfile:1\nFROM alpine:3.22\nINSTALL curl\n', ['3 error likely']],
  ]);

  test('the words, and how many more there are', () => {
    const text = 'FROM alpine:3.22\nINSTALL curl\nFETCH it\n';
    assert.match(
      findingsOf('refused-file', text)[0]?.message ?? '',
      /^`docker build` stops before its first step: .* 1 more place is refused\.$/,
    );
    assert.equal(judgeStageText(text).verdict, 'breaks');
  });
});
