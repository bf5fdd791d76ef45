import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneNode } from '../bases/paid-size/fleet.ts';
import { glibcBase, muslBase } from '../judge/literal-bases.suite.ts';
import { understand } from '../judge/understand.ts';
import type { RecommendedUnit } from '../report/recommendation.ts';
import { recommendStage } from './recommend-stage.ts';

function recommend(text: string, everyBase = false): { readonly unit: RecommendedUnit | null; readonly why: readonly string[] } {
  const open = (name: string, root = glibcBase()) => ({ key: name, open: () => understand(name, root, null) });
  const { unit, unknown } = recommendStage({
    name: 'Dockerfile',
    bytes: Buffer.from(text),
    folder: { prefix: '', read: () => null },
    options: {},
    criteria: ['verdict', 'support', 'size', 'surface', 'closeness'],
    fleet: oneNode,
    today: '2026-11-24',
    everyBase,
    bases: [open('debian:13-slim'), open('distroless/static-debian13'), open('alpine:3.23', muslBase({}, '3.23.0'))],
  });
  return { unit, why: unknown.map(({ why }) => why) };
}

const answers = (unit: RecommendedUnit | null): Readonly<Record<string, readonly unknown[]>> =>
  Object.fromEntries((unit?.candidates ?? []).map(({ name, rebuild, changed, today }) => [name, [rebuild, changed, today]]));

test('a base is judged by what migrate writes for it, and unknown where migrate leaves something to people', () => {
  const { unit } = recommend('FROM alpine:3.20\nRUN apk add --no-cache curl\nCMD ["curl", "https://example.org"]\n');
  const found = answers(unit);
  assert.deepEqual(found['debian:13-slim']?.slice(1), ['runs', false]);
  assert.equal(found['alpine:3.23']?.[1], 'runs');
  // The runtime of the image has no place on a bare base.
  const node = recommend('FROM node:22-alpine3.22\nWORKDIR /srv\nCOPY . .\nCMD ["node", "server.js"]\n').unit;
  assert.notEqual(answers(node)['distroless/static-debian13']?.[1], 'runs');
  const change = node?.candidates.find(({ name }) => name === 'debian:13-slim')?.changes[0];
  assert.equal(change?.how, 'basewise migrate Dockerfile --to debian:13-slim');
});

test('today’s release is among the candidates, with a profile or without', () => {
  assert.equal(answers(recommend('FROM alpine:3.23\nCMD ["true"]\n').unit)['alpine:3.23']?.[2], true);
  assert.equal(answers(recommend('FROM alpine:3.22\nCMD ["true"]\n').unit)['alpine:3.22']?.[2], true);
});

test('a static program stands on scratch, and releases without a profile are candidates when no base was named', () => {
  const text =
    'FROM golang:1.24-alpine AS b\nRUN CGO_ENABLED=0 go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\nENTRYPOINT ["/app"]\n';
  const named = answers(recommend(text).unit);
  assert.deepEqual([named['scratch'], named['ubuntu:26.04']], [undefined, undefined]);
  const every = answers(recommend(text, true).unit);
  assert.deepEqual([every['scratch']?.[1], every['ubuntu:26.04']?.[1]], ['runs', 'runs']);
});

test('needs of the stage', () => {
  const { unit } = recommend(
    'FROM python:3.12-alpine\nENV TZ=Europe/Paris LANG=fr_FR.UTF-8\nRUN apk add tzdata\nUSER app\nCMD python x.py\n',
  );
  assert.deepEqual(unit?.needs.map(({ kind, what }) => `${kind} ${what}`), [
    'runtime python 3.12',
    'package tzdata',
    'shell /bin/sh',
    'user app',
    'time-zones TZ=Europe/Paris',
    'locale fr_FR.UTF-8',
  ]); // prettier-ignore
});

test('one cause is one blocker, whatever the base', () => {
  const { unit } = recommend(
    'FROM golang:1.24-bookworm AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\nCMD ["/app"]\n',
  );
  const keys = unit?.blockers.map(({ rule, key }) => `${rule} ${key}`) ?? [];
  assert.equal(new Set(keys).size, keys.length);
});

test('what is no Linux Dockerfile has no unit and a reason', () => {
  const { unit, why } = recommend('FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n');
  assert.equal(unit, null);
  assert.match(why[0] ?? '', /Windows/);
});
