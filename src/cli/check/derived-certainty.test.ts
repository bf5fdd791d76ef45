import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findShippedProfile } from '../../bases/profiles/shipped-profiles.ts';
import { shippedTarget } from './resolve-target.ts';
import type { LiteralElf } from '../../formats/binary/elf-literal.ts';
import type { Target } from '../../report/report.ts';
import { glibcBase, glibcLoader, imageConfig, program } from '../../judge/literal-bases.suite.ts';
import { judgeImage } from '../../judge/judge-image.ts';
import { understand } from '../../judge/understand.ts';

function carriedTo(name: string, elf: LiteralElf): Target {
  const shipped = findShippedProfile(name, 'linux/amd64');
  assert.ok(shipped !== null);
  const software = understand('subject', glibcBase({ '/app': program(glibcLoader, elf) }, '2.41'), imageConfig(['/app']));
  const target = judgeImage(software, [shippedTarget(shipped)]).unit.targets[1];
  assert.ok(target !== undefined);
  return target;
}

/** Verdict, the outcome of /app with its certainty, and the findings with theirs. */
function answer(name: string, elf: LiteralElf): readonly unknown[] {
  const { verdict, artifacts, findings } = carriedTo(name, elf);
  return [verdict, artifacts[0]?.outcome, artifacts[0]?.certainty, findings.map(({ rule, certainty }) => `${rule} ${certainty}`)];
}

const needs = (file: string, name: string): LiteralElf => ({ needed: [file], versionNeeds: [{ file, name }] });

test("glibc's own versions and names are as good as measured", () => {
  assert.deepEqual(answer('ubuntu:22.04', needs('libc.so.6', 'GLIBC_2.34')), ['runs', 'runs', 'proven', []]);
  assert.deepEqual(answer('ubuntu:22.04', needs('libc.so.6', 'GLIBC_2.38')), [
    'breaks',
    'missing-version',
    'proven',
    ['missing-version proven'],
  ]);
  assert.deepEqual(answer('ubi8-micro', needs('libm.so.6', 'GLIBC_2.29')), [
    'breaks',
    'missing-version',
    'proven',
    ['missing-version proven'],
  ]);
});

test('everything else that decides is likely', () => {
  assert.deepEqual(answer('ubuntu:22.04', needs('libstdc++.so.6', 'GLIBCXX_3.4.30')), ['runs', 'runs', 'likely', []]);
  assert.deepEqual(answer('ubuntu:22.04', needs('libstdc++.so.6', 'GLIBCXX_3.4.32')), [
    'breaks',
    'missing-version',
    'likely',
    ['missing-version likely'],
  ]);
  assert.deepEqual(answer('ubi9-micro', { needed: ['libcurl.so.4', 'libc.so.6'] }), [
    'breaks',
    'missing-library',
    'likely',
    ['missing-library likely'],
  ]);
  // Distributions bring marks of what a loader can do to older releases.
  assert.equal(answer('ubi9', needs('libc.so.6', 'GLIBC_ABI_DT_RELR'))[2], 'likely');
});

test('the report names the profile and the command that proves it', () => {
  const { profile } = carriedTo('registry.access.redhat.com/ubi9/ubi-micro:latest', {});
  assert.deepEqual([profile?.kind, profile?.name], ['derived', 'ubi9-micro']);
  assert.equal(profile?.prove, 'basewise bases profile registry:registry.access.redhat.com/ubi9-micro --name ubi9-micro');
  assert.match(profile?.source ?? '', /ABI lists of Debian's glibc/);
  assert.deepEqual([carriedTo('debian:12', {}).profile?.kind, carriedTo('debian:12', {}).profile?.prove], ['measured', undefined]);
});
