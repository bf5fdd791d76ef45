import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLockTarget } from '../lockfiles/lock-target.ts';
import { askPackaging, noPackaging } from './packaging-oracle.suite.ts';
import { platformTags } from './platform-tags.ts';
import { supportedTags } from './supported-tags.ts';

const targets = ['musl@1.1', 'musl@1.2', 'glibc@2.5', 'glibc@2.17', 'glibc@2.28', 'glibc@2.31', 'glibc@2.36', 'glibc@2.41'].flatMap(
  (libc) =>
    ['x86_64', 'aarch64', 'i686', 'ppc64le', 's390x', 'riscv64', 'armv7l'].flatMap((machine) =>
      ['cpython@3.8', 'cpython@3.9', 'cpython@3.12', 'cpython@3.13t', 'cpython@3.14t', 'cpython@3.15', 'cpython@3.15t', 'pypy@3.11'].map(
        (runtime) => `${libc}/${machine}+${runtime}`,
      ),
    ),
);

/** 26.3 moved `linux_ARCH` before the others; pip's copies, and the kit's rows, have it behind. The order among the rest is the same. */
test('platform tags are those of packaging', (t) => {
  const code = `
many._have_compatible_abi = lambda *a: True
a = []
for libc, major, minor, machine in q:
    many._get_glibc_version = lambda: (major, minor)
    musl._get_musl_version = lambda e: musl._MuslVersion(major, minor)
    try: many._is_compatible.cache_clear()
    except AttributeError: pass
    many._is_compatible = lambda arch, version: True
    a.append(list(musl.platform_tags([machine]) if libc == 'musl' else many.platform_tags([machine])))
`;
  const questions = targets.map(parseLockTarget).map(({ libc, machine }) => [libc.family, libc.major, libc.minor, machine]);
  const answers = askPackaging(code, questions);
  if (!Array.isArray(answers)) return t.skip(noPackaging);
  for (const [i, name] of targets.entries()) {
    const { libc, machine } = parseLockTarget(name);
    assert.deepEqual(platformTags({ libc, machine }), [...new Set<unknown>(answers[i])].concat(`linux_${machine}`), name);
  }
});

test('tags and their order are those of packaging', (t) => {
  const code = `
a = []
for pypy, minor, threaded, platforms in q:
    version = (3, minor)
    if pypy: own = list(tags.generic_tags('pp3%d' % minor, ['pypy3%d_pp73' % minor], platforms))
    else: own = list(tags.cpython_tags(version, ['cp3%d%s' % (minor, 't' if threaded else '')], platforms))
    own += list(tags.compatible_tags(version, 'pp3' if pypy else 'cp3%d' % minor, platforms))
    a.append(list(dict.fromkeys(str(tag) for tag in own)))
`;
  const some = targets.filter((name) => /glibc@2\.(?:17|36)\/x86_64|musl@1\.2/.test(name)).map(parseLockTarget);
  const answers = askPackaging(
    code,
    some.map(({ runtime, libc, machine }) => [
      runtime.name === 'pypy',
      Number(runtime.version.split('.')[1]),
      runtime.freeThreaded,
      platformTags({ libc, machine }),
    ]),
  );
  if (!Array.isArray(answers)) return t.skip(noPackaging);
  for (const [i, target] of some.entries()) {
    const expected: readonly string[] = answers[i];
    // abi3t is known to packaging since 26.1.
    if (target.runtime.freeThreaded && !expected.some((tag) => tag.includes('-abi3t-'))) continue;
    assert.deepEqual([...supportedTags(target).keys()], expected, target.name);
  }
});
