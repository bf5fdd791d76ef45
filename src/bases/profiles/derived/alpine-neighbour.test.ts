import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openProfile } from '../open-profile.ts';
import { findShippedProfile, readShippedProfile, shippedProfiles } from '../shipped-profiles.ts';
import { describeBase } from '../../../distro/describe-base.ts';
import { describeBase as describeImage } from '../../describe-base.ts';
import { alpineNeighbours } from './alpine-neighbour.ts';

for (const { release, version, package: revision } of alpineNeighbours) {
  test(`alpine:${release} says its own release and musl, in its facts and in its files`, () => {
    const shipped = findShippedProfile(`alpine:${release}`, 'linux/amd64');
    assert.ok(shipped !== null);
    const profile = readShippedProfile(shipped);
    assert.deepEqual([profile.kind, profile.base.release, profile.base.libc?.version, profile.base.libc?.package?.version], ['derived', `${release}.0`, version, revision]); // prettier-ignore
    const seen = describeBase(openProfile(profile).rootfs);
    assert.deepEqual([seen?.distribution, seen?.release, seen?.libc?.version], ['alpine', `${release}.0`, version]);
    assert.deepEqual(profile.base.packages, []);
  });
}

test('a release with a measured profile has no other, and every neighbour stands on a measured one', () => {
  const names = shippedProfiles.map(({ name, platform }) => `${name} ${platform}`);
  assert.equal(new Set(names).size, names.length);
  for (const shipped of shippedProfiles) if (shipped.kind === 'neighbour') assert.equal(shipped.of.kind, 'measured');
});

test('what a neighbour exports is what the measured release exports', () => {
  const exportsOf = (name: string): unknown => {
    const shipped = findShippedProfile(name, 'linux/amd64');
    return shipped === null ? null : readShippedProfile(shipped).files.find(({ path }) => path.includes('ld-musl'))?.elf?.exports;
  };
  assert.deepEqual(exportsOf('alpine:3.22'), exportsOf('alpine:3.20'));
});

test('the name alone is the release that the catalogue says it is', () => {
  assert.equal(findShippedProfile('alpine', 'linux/amd64')?.name, `alpine:${describeImage('alpine', '2026-11-24').classification.release}`);
});
