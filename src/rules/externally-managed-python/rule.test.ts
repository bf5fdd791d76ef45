import { describe } from 'node:test';
import { stageCases } from '../stage-rule.suite.ts';

describe("pip and the distribution's Python", () => {
  stageCases('externally-managed-python', [
    ['Alpine 3.20', 'FROM alpine:3.20\nRUN apk add --no-cache python3 py3-pip && pip install flask\n', ['2 error likely']],
    ['an image on it', 'FROM node:22-alpine3.22\nRUN apk add py3-pip\nRUN pip3 install awscli\n', ['3 error likely']],
    ['latest', 'FROM alpine\nRUN apk add py-pip && pip install conan\n', ['2 error likely']],
    [
      'Debian 12',
      'FROM debian:12\nRUN apt-get update && apt-get install -y python3-pip\nRUN python3 -m pip install -r r.txt\n',
      ['3 error likely'],
    ],
    ['Ubuntu 24.04', 'FROM ubuntu:24.04\nRUN apt-get install -y python3-pip && pip3 install --upgrade pip\n', ['2 error likely']],
    [
      'in a builder',
      'FROM ubuntu:24.04 AS b\nRUN apt-get install -y python3-pip && pip install x\nFROM alpine:3.20\nCOPY --from=b /x /x\n',
      ['2 error likely'],
    ],
    [
      'in the stage below, once',
      'FROM alpine:3.20 AS b\nRUN apk add py3-pip && pip install x\nFROM b\nRUN pip install y\n',
      ['2 error likely'],
    ],
    ['Alpine 3.18', 'FROM alpine:3.18\nRUN apk add py3-pip && pip install flask\n', []],
    ['Debian 11', 'FROM debian:11\nRUN apt-get install -y python3-pip && pip install flask\n', []],
    ['Ubuntu 22.04', 'FROM ubuntu:22.04\nRUN apt-get install -y python3-pip && pip install flask\n', []],
    ["the Python image's own", 'FROM python:3.12-alpine\nRUN apk add py3-pip && pip install flask\n', []],
    ['told to', 'FROM alpine:3.20\nRUN apk add py3-pip && pip install --break-system-packages flask\n', []],
    ['by the environment', 'FROM alpine:3.20\nENV PIP_BREAK_SYSTEM_PACKAGES=1\nRUN apk add py3-pip && pip install flask\n', []],
    ['into another folder', 'FROM alpine:3.20\nRUN apk add py3-pip && pip install --target /x flask\n', []],
    [
      'the mark is taken away',
      'FROM alpine:3.20\nRUN apk add py3-pip && rm /usr/lib/python3*/EXTERNALLY-MANAGED && pip install flask\n',
      [],
    ],
    [
      'in an environment',
      'FROM debian:12\nRUN apt-get install -y python3-pip python3-venv && python3 -m venv /v && . /v/bin/activate && pip install flask\n',
      [],
    ],
    ['it may fail', 'FROM alpine:3.20\nRUN apk add py3-pip && pip install flask || true\n', []],
    ['a wheel is only built', 'FROM alpine:3.20\nRUN apk add py3-pip && pip wheel flask\n', []],
    ['pipx has its own environments', 'FROM debian:12\nRUN apt-get install -y pipx python3-pip && pipx install poetry\n', []],
  ]);
});
