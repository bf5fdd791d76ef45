import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { muslCapabilities } from './musl-capabilities.ts';

/** Measured on the loaders of the Alpine releases (loader.md, section 3): package, RELR, lazy dlopen, initial-exec check, LFS64 symbols, long names. */
const MEASURED: readonly [string, string, boolean, boolean, boolean, boolean][] = [
  ['1.1.16', 'r15', false, true, false, true],
  ['1.1.19', 'r11', false, true, false, true],
  ['1.1.20', 'r5', false, true, true, true],
  ['1.2.2', 'r4', false, true, true, true],
  ['1.2.2', 'r9', true, true, true, true],
  ['1.2.3', 'r3', true, true, true, true],
  ['1.2.4', 'r2', true, true, true, true],
  ['1.2.4_git20230717', 'r4', true, true, true, false],
  ['1.2.5', 'r0', true, true, true, false],
  ['1.2.5', 'r23', true, true, true, false],
];

for (const [version, revision, relr, lazyDlopen, initialExecCheck, lfs64Symbols] of MEASURED) {
  test(`Alpine's musl ${version}-${revision} as measured`, () => {
    const found = muslCapabilities({ version, packageVersion: `${version}-${revision}`, distribution: 'alpine' });
    assert.deepEqual(
      [found.relr, found.lazyDlopen, found.initialExecCheck, found.lfs64Symbols, found.lfs64Remap],
      [relr, lazyDlopen, initialExecCheck, lfs64Symbols, !lfs64Symbols],
    );
  });
}

test('upstream differs from Alpine of the same number', () => {
  const upstream = muslCapabilities({ version: '1.2.3', distribution: 'void' });
  assert.equal(upstream.relr, false);
  assert.equal(muslCapabilities({ version: '1.2.4' }).lfs64Symbols, false);
  assert.equal(muslCapabilities({ version: '1.2.4' }).lfs64Remap, true);
});

test('between the last revision without and the first with a backport nothing is claimed', () => {
  assert.equal(muslCapabilities({ version: '1.2.2', packageVersion: '1.2.2-r8', distribution: 'alpine' }).relr, null);
  assert.equal(muslCapabilities({ version: '1.2.2', packageVersion: '1.2.2-r7', distribution: 'alpine' }).relr, false);
  assert.equal(muslCapabilities({ version: '1.2.3', distribution: 'alpine' }).relr, null, 'an Alpine tree without a database');
  assert.equal(muslCapabilities({ version: '1.2.3_git20230424', distribution: 'void' }).dnsTcp, null, 'a snapshot between two releases');
});

test('a loader that is not the version of its package is judged as upstream', () => {
  assert.equal(muslCapabilities({ version: '1.2.3', packageVersion: '1.2.5-r0', distribution: 'alpine' }).relr, false);
});

test("the file's marks and symbols beat the table", () => {
  const found = muslCapabilities({ version: '1.2.3', marks: { version: '1.2.3', lfs64Remap: true }, symbols: new Set(['statx']) });
  assert.deepEqual([found.lfs64Remap, found.lfs64Symbols, found.statx, found.qsortR], [true, false, true, false]);
});

test('the 16-character limit of the remap ends with 1.2.6', () => {
  const limit = (version: string): number | null => muslCapabilities({ version }).lfs64RemapLimit;
  assert.deepEqual(
    [limit('1.2.4'), limit('1.2.5'), limit('1.2.5_git20240512'), limit('1.2.5_git20250101'), limit('1.2.6')],
    [16, 16, 16, null, null],
  );
});

test('run-time behaviour follows the release notes', () => {
  const of = (version: string): unknown[] => {
    const found = muslCapabilities({ version });
    return [found.dnsSearch, found.dnsTcp, found.defaultThreadStack, found.time64, found.mallocng];
  };
  assert.deepEqual(of('1.1.12'), [false, false, 81_920, false, false]);
  assert.deepEqual(of('1.1.24'), [true, false, 131_072, false, false]);
  assert.deepEqual(of('1.2.5'), [true, true, 131_072, true, true]);
});

test('any text gets an answer', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.option(fc.string(), { nil: undefined }),
      fc.constantFrom('alpine', 'debian', null),
      (version, packageVersion, distribution) => {
        assert.equal(typeof muslCapabilities({ version, packageVersion, distribution }), 'object');
      },
    ),
  );
  assert.equal(muslCapabilities({ version: 'odd' }).relr, null);
});
