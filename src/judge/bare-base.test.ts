import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeDockerfile } from './judge-dockerfile.ts';
import type { Judged } from './judge-dockerfile.ts';

function judgeOn(text: string): Judged {
  return judgeDockerfile({
    name: 'Dockerfile',
    bytes: new TextEncoder().encode(text),
    folder: { prefix: '', read: () => null },
    on: ['scratch', 'gcr.io/distroless/static-debian13', 'debian:13-slim'],
    options: {},
    today: '2026-11-24',
  });
}

test('what an image brings has no place on a base without a C library', () => {
  const answers = (text: string): readonly unknown[] =>
    (judgeOn(text).units[0]?.targets ?? [])
      .slice(1)
      .map(({ verdict, findings }) => [verdict, ...findings.filter(({ severity }) => severity !== 'note').map(({ rule }) => rule)]);
  const bare = (...answer: readonly string[]): readonly unknown[] => [answer, answer, ['runs']];
  assert.deepEqual(answers('FROM node:22-alpine3.22\nCOPY . /srv\nCMD ["node", "/srv/a.js"]\n'), bare('breaks', 'absent-runtime'));
  assert.deepEqual(answers('FROM nginx:1.29-alpine\nCOPY . /usr/share/nginx/html\n'), bare('unknown', 'undecided'));
  const program = 'FROM golang:1.25 AS b\nRUN CGO_ENABLED=0 go build -o /app .\nFROM alpine:3.22\nCOPY --from=b /app /app\nCMD ["/app"]\n';
  assert.deepEqual(answers(program), bare('runs'));
});
