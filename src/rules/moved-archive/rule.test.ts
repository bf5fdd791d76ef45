import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, judgeStageText, stageCases } from '../stage-rule.suite.ts';

describe('archives that have moved, on 2026-11-24', () => {
  stageCases('moved-archive', [
    ['Debian 9', 'FROM debian:stretch\nRUN apt-get update && apt-get install -y curl\n', ['2 error likely']],
    ['an official image on Debian 10', 'FROM node:14-buster\nRUN apt update\n', ['2 error likely']],
    ['a series that ended on Debian 9', 'FROM python:3.4\nWORKDIR /a\nRUN apt-get update && apt-get install -y git\n', ['3 error likely']],
    ['CentOS 7', 'FROM centos:7\nRUN yum install -y gcc\n', ['2 error likely']],
    ['CentOS latest is 8', 'FROM centos\nRUN yum -y update\n', ['2 error likely']],
    ['an interim release of Ubuntu', 'FROM ubuntu:23.04\nRUN apt-get -qq update\n', ['2 error likely']],
    ['in a builder', 'FROM debian:buster AS b\nRUN apt-get update\nFROM debian:13-slim\nCOPY --from=b /a /a\n', ['2 error likely']],
    [
      'once for stages on each other',
      'FROM debian:buster AS b\nRUN apt-get update\nFROM b\nRUN apt-get install -y curl\n',
      ['2 error likely'],
    ],
    ['Debian 11 is where it was', 'FROM debian:bullseye\nRUN apt-get update\n', []],
    ['long-term releases of Ubuntu stay', 'FROM ubuntu:16.04\nRUN apt-get update\n', []],
    ['Alpine keeps its old releases', 'FROM alpine:3.9\nRUN apk add curl\n', []],
    ['nothing is installed', 'FROM debian:stretch\nRUN useradd app\n', []],
    [
      'the sources are changed first',
      'FROM debian:buster\nRUN sed -i s/deb.debian.org/archive.debian.org/ /etc/apt/sources.list && apt-get update\n',
      [],
    ],
    ['the sources are copied', 'FROM debian:buster\nCOPY sources.list /etc/apt/\nRUN apt-get update\n', []],
    ['it may fail', 'FROM debian:buster\nRUN apt-get update || true\n', []],
    ['a script may change them', 'FROM centos:7\nRUN ./prepare.sh\nRUN yum install -y gcc\n', []],
    ["another publisher's image may have its own sources", 'FROM acme/tool:buster\nRUN apt-get update\n', ['2 warning possible']],
    ['the image that points to the archive', 'FROM debian/eol:buster\nRUN apt-get update\n', []],
    ['Raspbian has an archive of its own', 'FROM resin/rpi-raspbian:jessie\nRUN apt-get update\n', []],
    ['a package file', 'FROM centos:7\nRUN yum install -y https://x.example/a.rpm\n', []],
  ]);

  test('it breaks the build, and says since when', () => {
    const text = 'FROM debian:buster\nRUN apt-get update\n';
    assert.equal(judgeStageText(text).verdict, 'breaks');
    assert.match(
      findingsOf('moved-archive', text)[0]?.message ?? '',
      /debian 10 are gone from deb\.debian\.org \(since 2025-07-13 at the latest\)/,
    );
  });
});
