import { describeBase } from './describe-base.ts';
import type { BaseFacts } from './describe-base.ts';
import { releasesOf } from './releases.ts';

/** The bases that the catalogue lists: every distribution's releases in the spelling that a Dockerfile uses. With `all`, those out of support too. */
export function listBases(today: string, all: boolean): readonly BaseFacts[] {
  const facts = catalogueNames().map((name) => describeBase(name, today));
  return all ? facts : facts.filter(({ support }) => support.state !== 'out-of-support');
}

export function catalogueNames(): readonly string[] {
  const of = (family: string, ...spellings: readonly ((release: string) => string)[]): readonly string[] =>
    releasesOf(family).flatMap(({ release }) => spellings.map((spell) => spell(release)));
  return [
    ...of('alpine', (release) => `alpine:${release}`),
    ...of(
      'debian',
      (release) => `debian:${release}`,
      (release) => `debian:${release}-slim`,
    ),
    ...of('ubuntu', (release) => `ubuntu:${release}`),
    ...['13', '12'].flatMap((debian) => ['static', 'base', 'cc'].map((kind) => `gcr.io/distroless/${kind}-debian${debian}`)),
    'mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled',
    'cgr.dev/chainguard/wolfi-base',
    'cgr.dev/chainguard/static',
    ...of(
      'rhel',
      (release) => `ubi${release}`,
      (release) => `ubi${release}-minimal`,
      (release) => `ubi${release}-micro`,
    ),
    ...of('rocky', (release) => `rockylinux:${release}`).filter((name) => !/:[67]$/.test(name)),
    ...of('almalinux', (release) => `almalinux:${release}`).filter((name) => !/:[67]$/.test(name)),
    ...of('ol', (release) => `oraclelinux:${release}`),
    ...of('centos', (release) => `centos:${release}`).filter((name) => /:[67]$/.test(name)),
    ...of('fedora', (release) => `fedora:${release}`),
    ...of('opensuse-leap', (release) => `opensuse/leap:${release}`),
    ...of('amzn', (release) => `amazonlinux:${release}`),
    ...of('azurelinux', (release) => `mcr.microsoft.com/azurelinux/base/core:${release}`).filter((name) => /:[3-9]/.test(name)),
    'mcr.microsoft.com/azurelinux/distroless/base:3.0',
    ...of('photon', (release) => `photon:${release}`),
    'busybox:glibc',
    'busybox:musl',
    'busybox:uclibc',
    'scratch',
  ];
}
