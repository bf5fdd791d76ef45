import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

describe('the runtime of the final stage', () => {
  stageCases('absent-runtime', [
    ['Alpine without node', 'FROM alpine:3.20\nCMD ["node", "/a.js"]\n', ['2 error likely']],
    ['Debian without python', 'FROM debian:12-slim\nENTRYPOINT ["python3", "/a.py"]\n', ['2 error likely']],
    ['installed on Alpine', 'FROM alpine:3.20\nRUN apk add nodejs\nCMD ["node", "/a.js"]\n', []],
    ['installed on Debian', 'FROM debian:12-slim\nRUN apt-get install -y python3\nCMD ["python3", "/a.py"]\n', []],
    ['the image brings it', 'FROM node:22-alpine\nCMD ["node", "/a.js"]\n', []],
    ['copied', 'FROM node:22-alpine AS b\nFROM alpine:3.20\nCOPY --from=b /usr/local /usr/local\nCMD ["node", "/a.js"]\n', []],
    [
      'an environment whose interpreter stays behind',
      'FROM python:3.12 AS b\nRUN python -m venv /venv\nFROM debian:12-slim\nCOPY --from=b /venv /venv\nCMD ["/venv/bin/python", "a.py"]\n',
      ['5 error likely'],
    ],
  ]);

  test('the words', () => {
    const [finding] = findingsOf('absent-runtime', 'FROM alpine:3.20\nCMD ["node", "/a.js"]\n');
    assert.equal(finding?.message, 'The image starts `node`, and neither alpine:3.20 (musl 1.2.5) nor a step of this file puts it there.');
  });
});
