import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { classifyImage, classifyName } from './classify-image.ts';
import type { ClassifyOptions } from './classification.ts';
import { parseImageReference } from './image-reference.ts';

/** base-images.md section 5, as seen on 2026-11-23. */
const examples: readonly (readonly [string, string, string | null, ClassifyOptions?])[] = [
  ['node:20-alpine3.19', 'alpine 3.19', 'musl 1.2.4_git20230717'],
  ['python:3.12-slim-bookworm', 'debian 12 slim', 'glibc 2.36'],
  ['gcr.io/distroless/nodejs22-debian12', 'debian 12 distroless', 'glibc 2.36'],
  ['cgr.dev/chainguard/wolfi-base', 'wolfi rolling', 'glibc 2.43'],
  ['registry.access.redhat.com/ubi9/ubi-micro', 'rhel 9 micro ubi', 'glibc 2.34'],
  ['eclipse-temurin:21-jre-alpine', 'alpine 3.24', 'musl 1.2.6'],
  ['eclipse-temurin:21-jre', 'ubuntu 26.04', 'glibc 2.43'],
  ['mcr.microsoft.com/dotnet/runtime:8.0-noble-chiseled', 'ubuntu 24.04 chiseled', 'glibc 2.39'],
  ['mcr.microsoft.com/dotnet/aspnet:8.0', 'debian 12', 'glibc 2.36'],
  ['mcr.microsoft.com/dotnet/aspnet:10.0', 'ubuntu 24.04', 'glibc 2.39'],
  ['amazonlinux:2023', 'amzn 2023', 'glibc 2.34'],
  ['busybox:musl', 'busybox ? static', 'musl ? static'],
  ['busybox:glibc', 'busybox ?', 'glibc 2.41'],
  ['busybox', 'busybox ?', 'glibc 2.41'],
  ['busybox', 'busybox ? static', 'musl ? static', { platform: 'linux/arm/v6' }],
  ['nginx:alpine', 'alpine 3.24', 'musl 1.2.6'],
  ['nginx:alpine', 'alpine 3.23', 'musl 1.2.5', { buildDate: '2026-07-01' }],
  ['nginx:alpine-slim', 'alpine 3.24 slim', 'musl 1.2.6'],
  ['redis:alpine', 'alpine 3.23', 'musl 1.2.5'],
  ['redis:7-alpine', 'alpine 3.21', 'musl 1.2.5'],
  ['postgres:16-alpine', 'alpine 3.24', 'musl 1.2.6'],
  ['traefik', 'alpine 3.24 hidden', 'musl 1.2.6'],
  ['docker:dind', 'alpine 3.24 hidden', 'musl 1.2.6'],
  ['memcached:alpine', 'alpine 3.24', 'musl 1.2.6'],
  ['node:26', 'debian 13', 'glibc 2.41'],
  ['node:24', 'debian 12', 'glibc 2.36'],
];

const others: typeof examples = [
  ['scratch', 'scratch ?', 'none ?'],
  ['alpine', 'alpine 3.24', 'musl 1.2.6'],
  ['alpine:latest', 'alpine 3.18', 'musl 1.2.4', { buildDate: '2023-06-01' }],
  ['alpine:20260805', 'alpine edge', 'musl ?'],
  ['alpine:3.20.3@sha256:beefdbd8a1da6d2915566fde36db9db0b524eb737fc57cd1367effd16dc0d06d', 'alpine 3.20', 'musl 1.2.5'],
  ['debian:stable-slim', 'debian 13 slim', 'glibc 2.41'],
  ['debian:oldstable-20240904', 'debian 11', 'glibc 2.31', { buildDate: '2024-09-04' }],
  ['ubuntu@sha256:beefdbd8a1da6d2915566fde36db9db0b524eb737fc57cd1367effd16dc0d06d', 'ubuntu ?', 'glibc ?'],
  ['ubuntu:focal-20240530', 'ubuntu 20.04', 'glibc 2.31'],
  ['docker.io/library/python:3.11-slim', 'debian 13 slim', 'glibc 2.41'],
  ['python:3.11-slim', 'debian 12 slim', 'glibc 2.36', { buildDate: '2024-01-01' }],
  ['arm64v8/node:16-alpine3.14', 'alpine 3.14', 'musl 1.2.2'],
  ['harbor.corp.example/proxy/library/golang:1.22-bookworm', 'debian 12', 'glibc 2.36'],
  ['localhost:5000/team/app:1.2', 'unknown ?', null],
  ['myorg/internal-app:1.2.3', 'unknown ?', null],
  ['alpine:$TAG', 'unknown ?', null],
  ['swift:5.10-slim', 'ubuntu 22.04 slim', 'glibc 2.35'],
  ['openjdk:11-jre-slim', 'debian 11 slim', 'glibc 2.31'],
  ['openjdk:17', 'ol 8', 'glibc 2.28'],
  ['frolvlad/alpine-glibc:alpine-3.10_glibc-2.29', 'alpine 3.10 glibc-added', 'musl 1.1.22'],
  ['adoptopenjdk/openjdk11:jre-11.0.9_11-alpine', 'alpine ? glibc-added', 'musl ?'],
  ['zenika/alpine-chrome:with-node', 'alpine ?', 'musl ?'],
  ['ghcr.io/linuxserver/baseimage-alpine-nginx:arm64v8-3.24', 'alpine 3.24', 'musl 1.2.6'],
  ['hexpm/elixir:1.14.0-erlang-25.0-debian-bullseye-20220801-slim', 'debian 11 slim', 'glibc 2.31'],
  ['dhi.io/node:22-alpine3.22-dev', 'alpine 3.22 dev hardened', 'musl 1.2.5'],
  ['acme/dhi-python:3.13-debian13', 'debian 13 distroless hardened', 'glibc 2.41'],
  ['cgr.dev/chainguard/static:latest', 'wolfi rolling distroless static', 'none ?'],
  ['chainguard/node:latest-dev', 'wolfi rolling dev', 'glibc 2.43'],
  ['gcr.io/distroless/static:nonroot', 'debian 13 distroless nonroot static', 'none ?'],
  ['public.ecr.aws/lambda/python:3.9', 'amzn 2', 'glibc 2.26'],
  ['public.ecr.aws/lambda/python:3.12', 'amzn 2023', 'glibc 2.34'],
  ['quay.io/pypa/manylinux_2_28_x86_64', 'almalinux 8', 'glibc 2.28'],
  ['quay.io/pypa/musllinux_1_1_x86_64', 'alpine 3.12', 'musl 1.1.24'],
  ['mcr.microsoft.com/dotnet/sdk:10.0-nanoserver-ltsc2022', 'windows ?', null],
  ['mcr.microsoft.com/windows/servercore:ltsc2022', 'windows ?', null],
  ['nvidia/cuda:12.4.1-devel-ubuntu22.04', 'ubuntu 22.04', 'glibc 2.35'],
  ['giantswarm/tiny-tools', 'alpine 3.12 hidden', 'musl 1.1.24'],
  ['grafana/grafana:11.0.0-ubuntu', 'ubuntu ?', 'glibc ?'],
  ['golang:1.21-windowsservercore', 'windows ?', null],
  ['resin/armhf-alpine:3.7', 'alpine 3.7', 'musl 1.1.18'],
  ['acme/python-alpine:3.7', 'alpine ?', 'musl ?'],
  ['ubuntu:rolling', 'ubuntu ?', 'glibc ?'],
  ['ubuntu:rolling', 'ubuntu 24.10', 'glibc 2.40', { buildDate: '2024-11-24' }],
  ['grafana/loki:3.1.1', 'alpine ? hidden', 'musl ?'],
  ['grafana/loki:3.2.0', 'debian ? distroless', 'glibc ?'],
  ['opensuse/leap:latest', 'opensuse-leap 16.0', 'glibc 2.40'],
  ['fedora:24', 'fedora 24', 'glibc 2.23'],
  ['registry:2.4.1', 'debian ?', 'glibc ?'],
  ['lscr.io/linuxserver/prowlarr', 'alpine ? hidden', 'musl ?'],
  ['hashicorp/http-echo:1.0', 'debian ? distroless', 'glibc ?'],
  ['goharbor/harbor-core:v2.9.0', 'photon ?', 'glibc ?'],
];

describe('classifyImage', () => {
  for (const [reference, base, libc, options] of [...examples, ...others]) {
    it(`${reference}${options === undefined ? '' : ` ${JSON.stringify(options)}`}`, () => {
      const found = classifyImage(reference, options);
      const words = [found.family, found.release ?? '?', ...found.variants, ...(found.hidden ? ['hidden'] : [])];
      assert.equal(words.join(' '), base, found.why);
      const shown =
        found.libc === null ? null : `${found.libc.family} ${found.libc.version ?? '?'}${found.libc.static === true ? ' static' : ''}`;
      assert.equal(shown, libc);
      assert.notEqual(found.why, '');
    });
  }

  it('tells tags that move across releases from those that stay', () => {
    for (const name of [
      'alpine',
      'alpine:3',
      'debian:stable-slim',
      'ubuntu:latest',
      'node',
      'node:22-alpine',
      'python:3.12-slim',
      'gcr.io/distroless/cc',
      'cgr.dev/chainguard/node',
    ]) {
      assert.equal(classifyImage(name).floating, true, name);
    }
    const digest = '@sha256:beefdbd8a1da6d2915566fde36db9db0b524eb737fc57cd1367effd16dc0d06d';
    for (const name of [
      'alpine:3.20',
      'debian:12',
      'node:22-alpine3.20',
      'node:22.4.1-alpine',
      'python:3.12-bookworm',
      'gcr.io/distroless/cc-debian12',
      'scratch',
      `node:22${digest}`,
      'corp/app',
    ]) {
      assert.equal(classifyImage(name).floating, false, name);
    }
  });

  it('answers anything, in time', () => {
    const word = fc.constantFrom(
      'node',
      'alpine',
      'library',
      'docker.io',
      ':',
      '/',
      '-',
      '.',
      '@',
      'sha256',
      'a'.repeat(64),
      '3.19',
      'slim',
      'ubuntu',
      '$V',
      '_',
      '--',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(word).map((parts) => parts.join('')),
        ),
        (text) => {
          const found = classifyImage(text, { buildDate: '2024-02-30' });
          assert.equal(found.family === 'unknown', found.certainty === 'unknown');
        },
      ),
      { numRuns: 2000 },
    );
    const started = process.cpuUsage();
    classifyImage(`${'a-'.repeat(499)}!`);
    classifyImage(`${'a.b/'.repeat(240)}:`);
    assert.ok(process.cpuUsage(started).user < 500_000);
  });
});

describe('classifyName', () => {
  it('takes what is written of a tag whose rest is not known', () => {
    const cases: readonly (readonly [string, string, string, string | null])[] = [
      ['golang', '~-alpine3.23', 'alpine', '3.23'],
      ['postgres', '~-alpine~', 'alpine', null],
      ['python', '~-slim', 'debian', null],
      ['python', '~-slim-bookworm', 'debian', '12'],
      ['node', '~', 'unknown', null],
      ['somebody/node', '~-slim', 'unknown', null],
      ['alpine', '~', 'alpine', null],
      ['debian', '12', 'debian', '12'],
    ];
    for (const [name, tag, family, release] of cases) {
      const found = classifyName(name, tag);
      assert.deepEqual([tag, found.family, found.release], [tag, family, release]);
      assert.notEqual(found.certainty, 'likely');
    }
  });
});

describe('images whose variants stand on different distributions', () => {
  it('by their tags', () => {
    const families = [
      'victoriametrics/vmagent:v1.110.0',
      'victoriametrics/vmagent:v1.110.0-scratch',
      'istio/proxyv2:1.24.0',
      'istio/proxyv2:1.24.0-distroless',
      'apache/apisix:3.9.0-redhat',
      'apache/apisix:3.9.0-ubuntu',
    ].map((reference) => classifyImage(reference).family);
    assert.deepEqual(families, ['alpine', 'scratch', 'ubuntu', 'wolfi', 'rhel', 'ubuntu']);
  });
});

describe('numbers behind a distribution', () => {
  it('are no release when they count builds', () => {
    assert.deepEqual([classifyImage('fluent/fluentd:v1.19-debian-1').release, classifyImage('corp/x:1-debian-12').release], [null, '12']);
  });
});

describe('plain tags that left Alpine', () => {
  it('kong, sonarqube and monica by version and variant', () => {
    const families = [
      'kong:2.8',
      'kong:3.2',
      'kong:3.9',
      'kong:latest',
      'sonarqube:10-community',
      'monica:apache',
      'monica:4-fpm-alpine',
    ].map((reference) => classifyImage(reference).family);
    assert.deepEqual(families, ['alpine', 'alpine', 'ubuntu', 'ubuntu', 'ubuntu', 'debian', 'alpine']);
  });
});

describe('parseImageReference', () => {
  it('tells a port from a tag', () => {
    assert.deepEqual(parseImageReference('localhost:5000/team/app:1.2'), {
      text: 'localhost:5000/team/app:1.2',
      name: 'localhost:5000/team/app',
      tag: '1.2',
      mirrored: false,
    });
  });

  it('refuses what the grammar refuses', () => {
    for (const text of ['', 'a/Upper', 'a:', 'a@sha256:12', '{{ image }}', 'a//b', '-a', 'a b'])
      assert.equal(parseImageReference(text), undefined, text);
  });
});
