import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

const alpine = (run: string): string => `FROM alpine:3.20\nRUN ${run}\n`;
const debian = (run: string): string => `FROM debian:12-slim\nRUN ${run}\n`;
const protoc = (version: string): string =>
  `wget https://github.com/protocolbuffers/protobuf/releases/download/v${version}/protoc-${version}-linux-x86_64.zip`;
const node = 'wget https://nodejs.org/dist/v22.1.0/node-v22.1.0-linux-x64.tar.xz';

describe('on musl', () => {
  stageCases('glibc-only-vendor', [
    ['a program that was read', alpine(node), ['2 warning likely']],
    ['an archive whose name says gnu', alpine('wget https://x.example/tool-x86_64-unknown-linux-gnu.tar.gz'), ['2 warning likely']],
    ['an archive for musl', alpine('wget https://x.example/tool-x86_64-unknown-linux-musl.tar.gz'), []],
    [
      "its maker's word",
      alpine('wget https://download.oracle.com/otn_software/linux/instantclient/instantclient-basiclite-linuxx64.zip'),
      ['2 warning possible'],
    ],
    ['protoc of the time when it was linked with glibc', alpine(protoc('3.19.4')), ['2 warning likely']],
    ['protoc 21', alpine(protoc('21.12')), ['2 warning likely']],
    ['protoc since it is static', alpine(protoc('25.1')), []],
    ['with a shim it may start', alpine(`apk add gcompat && ${node}`), ['2 warning possible']],
    ['a browser', 'FROM node:22-alpine\nRUN npx playwright install chromium\n', ['2 warning possible']],
    ['a browser that is not fetched', 'FROM node:22-alpine\nENV PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1\nRUN npx playwright install\n', []],
    [
      'musl builds of unofficial-builds',
      alpine('wget https://unofficial-builds.nodejs.org/download/release/v22.1.0/node-v22.1.0-linux-x64-musl.tar.xz'),
      [],
    ],
  ]);

  test('the words say where it is known from', () => {
    const [finding] = findingsOf('glibc-only-vendor', alpine(protoc('3.19.4')));
    assert.match(
      finding?.message ?? '',
      /^protobuf's own protoc before 23 \(https:\/\/.*\) is built for glibc, and this stage stands on alpine:3\.20 \(musl 1\.2\.5\): .* Known from: Maven com\.google\.protobuf:protoc 3\.0\.0/,
    );
    assert.equal(finding?.fix, 'apk add protoc, or protoc 23 and newer, which is static');
  });
});

describe('on glibc', () => {
  stageCases('glibc-only-vendor', [
    ['is what it is built for', debian(`${node} && wget https://x.example/tool-x86_64-unknown-linux-gnu.tar.gz`), []],
    ['comes with the move', debian(node), ['2 warning likely'], { on: 'alpine:3.23' }],
  ]);
});
