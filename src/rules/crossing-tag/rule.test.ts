import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

describe('tags that move', () => {
  stageCases('crossing-tag', [
    ['latest', 'FROM alpine\n', ['1 note likely']],
    ['latest of Debian', 'FROM debian:latest\n', ['1 note likely']],
    ['alpine of an image', 'FROM node:alpine\n', ['1 note likely']],
    ['a release', 'FROM alpine:3.23\n', []],
    ['a series that has moved with the newest tag', 'FROM python:3.12-slim\n', ['1 note likely']],
    ['a series that has not', 'FROM node:20-slim\n', []],
    ['a series that ended', 'FROM golang:1.19-alpine\n', []],
    ['Distroless without its Debian', 'FROM gcr.io/distroless/base:nonroot\n', ['1 note likely']],
    ['Distroless with it', 'FROM gcr.io/distroless/base-debian12:nonroot\n', []],
    ['a version', 'FROM python:3.12.5-slim\n', []],
    ['a release of Debian', 'FROM debian:13-slim\n', []],
    ['both named', 'FROM node:22-alpine3.22\n', []],
    ['a digest', `FROM alpine@sha256:${'a'.repeat(64)}\n`, []],
    ['a rolling distribution', 'FROM archlinux:latest\n', []],
  ]);

  test('the words say with which version a series has moved', () => {
    const [finding] = findingsOf('crossing-tag', 'FROM python:3.12-slim\n');
    assert.match(finding?.message ?? '', /\(debian:12 from 3\.12\.0, debian:13 from 3\.12\.11\)/);
  });

  test('the words say where it has been', () => {
    const [finding] = findingsOf('crossing-tag', 'FROM debian:latest\n');
    assert.match(finding?.message ?? '', /^debian:latest is debian 13 today and moves to the next release by itself/);
  });
});
