import assert from 'node:assert/strict';
import { test } from 'node:test';
import { glibcCapabilities } from './glibc-capabilities.ts';

test('what changed between the measured releases', () => {
  const [old, middle, recent] = ['2.31', '2.36', '2.41'].map((version) => glibcCapabilities({ version }));
  assert.deepEqual([old?.hwcapsDirectories, middle?.hwcapsDirectories, recent?.hwcapsDirectories], [false, true, true]);
  assert.deepEqual([old?.legacyHwcapsDirectories, middle?.legacyHwcapsDirectories, recent?.legacyHwcapsDirectories], [true, true, false]);
  assert.deepEqual([old?.relr, middle?.relr, recent?.relr], [false, true, true]);
  assert.deepEqual([old?.kernelNoteCheck, middle?.kernelNoteCheck], [true, false]);
  assert.deepEqual([middle?.unversionedObjectAccepted, recent?.unversionedObjectAccepted], [false, true]);
  assert.deepEqual([middle?.executableStackRefused, recent?.executableStackRefused], [false, true]);
  assert.deepEqual([old?.mergedLibraries, middle?.mergedLibraries], [false, true]);
  assert.deepEqual(
    [old?.loaderHasIdentity, middle?.loaderHasIdentity, glibcCapabilities({ version: '2.34' }).loaderHasIdentity],
    [false, true, null],
  );
});

test('version definitions beat the version', () => {
  assert.equal(glibcCapabilities({ version: '2.34', definitions: new Set(['GLIBC_ABI_DT_RELR']) }).relr, true);
  assert.equal(glibcCapabilities({ version: '2.36', definitions: new Set(['GLIBC_2.36']) }).relr, false);
});

test('a text that is no version decides nothing', () => {
  assert.equal(glibcCapabilities({ version: 'Debian' }).relr, null);
  assert.equal(glibcCapabilities({ version: '2.36.9000' }).relr, true);
});
