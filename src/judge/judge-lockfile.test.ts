import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLockTarget } from '../ecosystems/lockfiles/lock-target.ts';
import { readLockfile } from '../formats/text/lockfiles/read-lockfile.ts';
import type { Target } from '../report/report.ts';
import { judgeLockfile } from './judge-lockfile.ts';

const wheel = (tags: string): string => `{ url = "https://x.example/p-1-${tags}.whl" }`;
const source = 'sdist = { url = "https://x.example/p-1.tar.gz" }\n';

function judge(wheels: readonly string[], more: string, target = 'musl@1.2/x86_64+cpython@3.12'): Target {
  const text = `version = 1\n\n[[package]]\nname = "app"\nsource = { virtual = "." }\ndependencies = [{ name = "p" }]\n\n[[package]]\nname = "p"\nversion = "1"\n${more}wheels = [${wheels.map(wheel).join(', ')}]\n`;
  const { unit } = judgeLockfile({ name: 'uv.lock', text, lock: readLockfile('uv.lock', text) }, [parseLockTarget(target)]);
  assert.ok(unit.targets[0]);
  return unit.targets[0];
}

test('a package without an artifact breaks the target, with an error at its line', () => {
  const target = judge(['cp312-cp312-manylinux_2_17_x86_64'], '');
  assert.equal(target.verdict, 'breaks');
  assert.deepEqual(
    target.findings.map(({ rule, severity, certainty, where }) => [rule, severity, certainty, where]),
    [['package-unavailable', 'error', 'likely', [{ file: 'uv.lock', line: 9, column: 9 }]]],
  );
  assert.deepEqual(
    target.packages?.map(({ name, version, verdict }) => [name, version, verdict]),
    [['p', '1', 'fails']],
  );
});

test('compiling differs with a warning, a pure fallback is a note, what fits runs without findings', () => {
  const compiled = judge(['cp312-cp312-manylinux_2_17_x86_64'], source);
  assert.deepEqual(
    [compiled.verdict, compiled.findings.map(({ rule, severity }) => [rule, severity])],
    ['differs', [['package-compiles', 'warning']]],
  );
  const pure = judge(['cp312-cp312-manylinux_2_17_x86_64', 'py3-none-any'], source);
  assert.deepEqual(
    [pure.verdict, pure.findings.map(({ rule, severity }) => [rule, severity])],
    ['runs', [['package-pure-fallback', 'note']]],
  );
  const fits = judge(['cp312-cp312-musllinux_1_2_x86_64'], source);
  assert.deepEqual([fits.verdict, fits.findings], ['runs', []]);
});

test('what the lock does not decide is unknown, with a warning', () => {
  const target = judge(['cp312-cp312-linux_x86_64'], '');
  assert.deepEqual(
    [target.verdict, target.findings.map(({ rule, severity }) => [rule, severity])],
    ['unknown', [['package-undecided', 'warning']]],
  );
});

test('a refused lock is one finding', () => {
  const text =
    'version = 1\nrequires-python = ">=3.11"\n[[package]]\nname = "app"\nsource = { virtual = "." }\ndependencies = [{ name = "p" }, { name = "q" }]\n[[package]]\nname = "p"\nversion = "1"\nsdist = { url = "https://x.example/p-1.tar.gz" }\n[[package]]\nname = "q"\nversion = "1"\nsdist = { url = "https://x.example/q-1.tar.gz" }\n';
  const { unit } = judgeLockfile({ name: 'uv.lock', text, lock: readLockfile('uv.lock', text) }, [
    parseLockTarget('glibc@2.36/x86_64+cpython@3.10'),
  ]);
  assert.deepEqual(
    unit.targets[0]?.findings.map(({ rule, count }) => [rule, count]),
    [['lock-refused', 2]],
  );
});

test('lines that name other files are unknown, and so is the target', () => {
  const text = '-r other.txt\npkg @ https://x.example/pkg-1-py3-none-any.whl\n';
  const { unit, unknown } = judgeLockfile({ name: 'requirements.txt', text, lock: readLockfile('requirements.txt', text) }, [
    parseLockTarget('musl@1.2/x86_64+cpython@3.12'),
  ]);
  assert.deepEqual(
    [unit.targets[0]?.verdict, unit.targets[0]?.packages?.[0]?.verdict, unknown.map(({ what }) => what)],
    ['unknown', 'prebuilt', ['other.txt']],
  );
  assert.deepEqual(
    unit.targets[0]?.findings.map(({ rule, severity, where }) => [rule, severity, where]),
    [['lock-incomplete', 'warning', [{ file: 'requirements.txt', line: 1, column: 4 }]]],
  );
});

test('a build tool or a test browser that only a table says to fail leaves the lock open, and its warning is in view', () => {
  const lock = (dev: boolean): string =>
    JSON.stringify({
      lockfileVersion: 3,
      packages: {
        '': dev ? { devDependencies: { playwright: '1.56.0' } } : { dependencies: { playwright: '1.56.0' } },
        'node_modules/playwright': {
          version: '1.56.0',
          resolved: 'https://npm.registry.example/playwright.tgz',
          integrity: 'sha512-x',
          ...(dev ? { dev: true } : {}),
        },
      },
    });
  const severity = (dev: boolean): string | undefined => {
    const text = lock(dev);
    const { unit } = judgeLockfile({ name: 'package-lock.json', text, lock: readLockfile('package-lock.json', text) }, [
      parseLockTarget('musl@1.2/x86_64+node@24'),
    ]);
    return unit.targets[0]?.findings.find(({ rule }) => rule === 'package-unavailable')?.severity;
  };
  assert.deepEqual([severity(true), severity(false)], ['warning', 'warning']);
});

test('two versions of a package that fail for one reason are one finding', () => {
  const entry = (version: string): object => ({ version, resolved: 'https://npm.registry.example/playwright.tgz', integrity: 'sha512-x' });
  const text = JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { dependencies: { playwright: '1.61.0', a: '1.0.0' } },
      'node_modules/playwright': entry('1.61.0'),
      'node_modules/a': { ...entry('1.0.0'), dependencies: { playwright: '1.56.0' } },
      'node_modules/a/node_modules/playwright': entry('1.56.0'),
    },
  });
  const { unit } = judgeLockfile({ name: 'package-lock.json', text, lock: readLockfile('package-lock.json', text) }, [
    parseLockTarget('musl@1.2/x86_64+node@24'),
  ]);
  const found = unit.targets[0]?.findings.filter(({ rule }) => rule === 'package-unavailable') ?? [];
  assert.deepEqual(
    found.map(({ count }) => count),
    [2],
  );
});
