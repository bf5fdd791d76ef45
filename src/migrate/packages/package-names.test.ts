import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { debianNames } from '../../bases/package-names/debian-names.ts';
import { parseTarget } from '../target.ts';
import { successors } from './name-rules.ts';
import { translatePackage } from './package-names.ts';
import type { Naming } from './package-names.ts';

function name(from: Naming, to: string, ...names: readonly string[]): readonly string[] {
  return names.map((each) => {
    const answer = translatePackage(each, from, parseTarget(to));
    return answer.kind === 'names' ? answer.names.join(' ') : answer.kind;
  });
}

describe('package names', () => {
  it('by rule count when the index has them, and by nothing else', () => {
    assert.deepEqual(
      name('apk', 'debian:13', 'py3-aiohttp', 'perl-moo', 'font-roboto', 'freeradius', 'nginx-mod-http-lua', 'no-such-thing'),
      ['python3-aiohttp', 'libmoo-perl', 'fonts-roboto', 'freeradius', 'libnginx-mod-http-lua', 'unknown'],
    );
    const old = translatePackage('postgresql14-client', 'apk', parseTarget('debian:13'));
    assert.match(old.why, /there is postgresql-client-17/);
    assert.equal(old.kind, 'unknown');
  });

  it('between releases are looked up: what is gone is unknown, what changed its number is renamed', () => {
    assert.deepEqual(
      name('debian', 'debian:13', 'curl', 'libicu66', 'libssl1.1', 'netcat', 'libgl1-mesa-glx', 'python', 'software-properties-common'),
      ['curl', 'libicu76', 'libssl3t64', 'netcat-openbsd', 'libgl1', 'unknown', 'unknown'],
    );
    assert.deepEqual(name('debian', 'ubuntu:24.04', 'software-properties-common'), ['software-properties-common']);
  });

  it('onto Alpine go by role, by another version of the library, or by rule in a real index', () => {
    assert.deepEqual(name('debian', 'alpine:3.22', 'golang', 'libtiff5', 'libfreetype6-dev', 'python3-cffi', 'libmoo-perl', 'bro'), [
      'go',
      'tiff',
      'freetype-dev',
      'py3-cffi',
      'perl-moo',
      'unknown',
    ]);
  });

  it('onto UBI come from a list, and never by rule alone', () => {
    assert.deepEqual(name('debian', 'ubi9', 'openjdk-17-jre-headless', 'locales', 'iputils-ping', 'libssl-dev', 'curl', 'supervisor'), [
      'java-17-openjdk-headless',
      'glibc-langpack-en',
      'iputils',
      'openssl-devel',
      'none',
      'unknown',
    ]);
  });

  it('are followed to the next number of the same package', () => {
    const index = debianNames('13') ?? new Set();
    assert.deepEqual(successors('libicu66', index), ['libicu76']);
    assert.deepEqual(successors('curl', index), []);
    assert.equal(debianNames('11'), undefined);
  });
});
