import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BasewiseError } from '../errors.ts';
import { renderBase, renderBaseList } from '../report/bases.ts';
import { describeBase } from './describe-base.ts';
import { catalogueNames, listBases } from './list-bases.ts';

const today = '2026-11-23';

describe('describeBase', () => {
  it('judges support against the clock it is given', () => {
    const state = (name: string, day = today): string => describeBase(name, day).support.state;
    assert.equal(state('alpine:3.21'), 'out-of-support');
    assert.equal(state('alpine:3.21', '2026-10-31'), 'ending');
    assert.equal(state('alpine:3.21', '2026-01-01'), 'supported');
    assert.equal(state('redis:7-alpine'), 'out-of-support');
    assert.equal(state('gcr.io/distroless/static-debian12'), 'out-of-support');
    assert.equal(state('gcr.io/distroless/nodejs22-debian12', '2026-02-15'), 'out-of-support');
    assert.equal(state('gcr.io/distroless/nodejs24-debian13'), 'supported');
    assert.equal(state('cgr.dev/chainguard/node'), 'rolling');
    assert.equal(state('debian:11-slim', '2026-08-31'), 'ending');
    assert.equal(state('debian:11-slim', '2026-09-01'), 'out-of-support');
    assert.equal(state('myorg/alpine-thing'), 'unknown');
  });

  it('settles what the variant decides', () => {
    const facts = (name: string): readonly (string | null)[] => {
      const { shell, packageManager, user, caCertificates, timeZones } = describeBase(name, today);
      return [shell, packageManager, user, caCertificates.split(' ')[0] ?? '', timeZones.split(' ')[0] ?? ''];
    };
    assert.deepEqual(facts('ubi9-micro'), ['bash', null, 'root', 'no', 'no']);
    assert.deepEqual(facts('registry.access.redhat.com/ubi9/ubi-minimal'), ['bash', 'microdnf', 'root', 'yes', 'package']);
    assert.deepEqual(facts('gcr.io/distroless/cc-debian13:debug-nonroot'), [
      'busybox ash (/busybox/sh)',
      null,
      'nonroot 65532',
      'yes',
      'yes',
    ]);
    assert.deepEqual(facts('cgr.dev/chainguard/node:latest'), [null, null, 'nonroot 65532', 'yes', 'static']);
    assert.deepEqual(facts('cgr.dev/chainguard/wolfi-base'), ['busybox ash (/bin/sh)', 'apk', 'root', 'yes', 'no']);
    assert.deepEqual(facts('mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled-extra').slice(0, 2), [null, null]);
    assert.deepEqual(facts('amazonlinux:2').slice(0, 2), ['bash', 'yum']);
    assert.deepEqual(facts('centos:7').slice(0, 2), ['bash', 'yum']);
    assert.deepEqual(facts('scratch').slice(0, 2), [null, null]);
    assert.match(describeBase('debian:13-slim', today).addUser, /adduser is not in the image/);
  });

  it('gives sizes with day and source only', () => {
    for (const { sizes } of listBases(today, true))
      for (const { date, source } of sizes) assert.ok(/^\d{4}-\d\d/.test(date) && source !== '', date);
    assert.deepEqual(
      describeBase('debian:13-slim', today).sizes.map(({ compressedBytes }) => compressedBytes),
      [29780765],
    );
    assert.deepEqual(describeBase('debian:13', today).sizes, []);
    assert.equal(describeBase('node:26.5.0-alpine3.24', today).sizes[0]?.compressedBytes, 62808818);
    assert.deepEqual(describeBase('cgr.dev/chainguard/wolfi-base', today).sizes, []);
  });

  it('refuses what it cannot know', () => {
    assert.throws(
      () => describeBase('corp/app:1', today),
      (error) => error instanceof BasewiseError && error.code === 'unknown-base',
    );
    assert.throws(
      () => describeBase('mcr.microsoft.com/windows/nanoserver:ltsc2022', today),
      (error) => error instanceof BasewiseError && error.code === 'windows-base',
    );
  });
});

describe('listBases', () => {
  it('lists what is in support, and everything when asked', () => {
    const names = new Set(listBases(today, false).map(({ name }) => name));
    for (const name of ['alpine:3.24', 'alpine:3.22', 'debian:13-slim', 'ubuntu:26.04', 'ubi9-micro', 'busybox:musl', 'scratch'])
      assert.ok(names.has(name), name);
    for (const name of ['alpine:3.21', 'debian:11', 'ubuntu:20.04', 'centos:7'])
      assert.ok(!names.has(name) && catalogueNames().includes(name), name);
    assert.equal(new Set(catalogueNames()).size, catalogueNames().length);
    assert.equal(listBases(today, true).length, catalogueNames().length);
  });

  it('renders within the columns', () => {
    const options = { colors: false, columns: 100 };
    for (const facts of listBases(today, true)) {
      const text = renderBase(facts, options);
      for (const line of text.split('\n')) assert.ok(line.length <= 100 || !line.trim().slice(15).includes(' '), line);
      assert.doesNotMatch(text, /undefined|NaN|\[object/);
    }
    assert.match(renderBaseList(listBases(today, false), options), /^alpine:3\.24 +musl 1\.2\.6/m);
  });
});
