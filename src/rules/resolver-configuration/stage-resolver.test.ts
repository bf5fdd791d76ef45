import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeStageText } from '../stage-rule.suite.ts';

function resolverRules(text: string, on?: string): readonly string[] {
  const { findings } = judgeStageText(text, on === undefined ? {} : { on });
  return findings.flatMap(({ rule, severity, certainty }) =>
    rule.startsWith('resolver-') ? [`${rule.slice(9)} ${severity} ${certainty}`] : [],
  );
}

test('on its own base a stage hears of defects that later versions do not have, and of nothing that its base has always done', () => {
  assert.deepEqual(resolverRules('FROM alpine:3.23\n'), []);
  assert.deepEqual(resolverRules('FROM debian:12\n'), []);
  assert.deepEqual(resolverRules('FROM alpine:3.17\n'), ['no-tcp note possible']);
  assert.deepEqual(resolverRules('FROM centos:7\n'), ['stale-configuration note possible']);
});

test('a move says what comes with it, in both directions', () => {
  assert.deepEqual(resolverRules('FROM debian:12\n', 'alpine:3.23'), ['strict-pair note possible', 'search note possible']);
  assert.deepEqual(resolverRules('FROM alpine:3.23\n', 'debian:12'), [
    'tcp-wait note possible',
    'first-error note possible',
    'cname-order note possible',
  ]);
  assert.deepEqual(resolverRules('FROM alpine:3.20\n', 'alpine:3.23'), []);
});
