import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

describe('on musl', () => {
  const alpine = (lines: string): string => `FROM alpine:3.20\n${lines}\n`;
  stageCases('locale-expectations', [
    ['a language', alpine('ENV LANG=de_DE.UTF-8'), ['2 note likely']],
    ['English in UTF-8', alpine('ENV LANG=en_US.UTF-8'), []],
    ['C', alpine('ENV LC_ALL=C.UTF-8'), []],
    ['a zone without data', alpine('ENV TZ=Europe/Berlin'), ['2 warning likely']],
    ['a zone with data', alpine('RUN apk add tzdata\nENV TZ=Europe/Berlin'), []],
    ["a publisher's image may have brought the data", 'FROM ghcr.io/linuxserver/baseimage-alpine:3.20\nENV TZ=Europe/Berlin\n', []],
    ['UTC', alpine('ENV TZ=Etc/UTC'), []],
    ['name services', alpine('RUN echo "hosts: files mdns4_minimal dns" > /etc/nsswitch.conf'), ['2 note likely']],
    ["name services that Go's resolver wants", alpine('RUN echo "hosts: files dns" > /etc/nsswitch.conf'), []],
  ]);
});

describe('on glibc', () => {
  const debian = (lines: string): string => `FROM debian:12-slim\n${lines}\n`;
  stageCases('locale-expectations', [
    ['a language that slim has not', debian('ENV LANG=de_DE.UTF-8'), ['2 warning likely']],
    ['made', debian('RUN apt-get install -y locales && locale-gen\nENV LANG=de_DE.UTF-8'), []],
    ['C.UTF-8, which is there', debian('ENV LANG=C.UTF-8'), []],
    ['name services, which it reads', debian('RUN echo "hosts: files mdns4 dns" > /etc/nsswitch.conf'), []],
  ]);

  test('the words', () => {
    const [finding] = findingsOf('locale-expectations', debian('ENV LANG=de_DE.UTF-8'));
    assert.match(finding?.message ?? '', /^LANG=de_DE\.UTF-8 on debian:12-slim \(glibc 2\.36\): the image has C, C\.UTF-8 and POSIX only/);
  });
});
