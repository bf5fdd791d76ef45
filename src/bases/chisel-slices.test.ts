import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chiselSlices } from './chisel-slices.ts';

test('a library is in the slice of the package that brings it on that release', () => {
  const noble = chiselSlices('24.04');
  assert.deepEqual(
    ['libz.so.1', 'libssl.so.3', 'libstdc++.so.6', 'libgcc_s.so.1', 'libicuuc.so.74'].map((soname) => noble?.withLibrary(soname)),
    ['zlib1g_libs', 'libssl3t64_libs', 'libstdc++6_libs', 'libgcc-s1_libs', 'libicu74_libs'],
  );
  assert.equal(chiselSlices('22.04')?.withLibrary('libssl.so.3'), 'libssl3_libs');
  assert.deepEqual(['libicuuc.so.70', 'libz.so.2', 'libnobody.so.1', 'libssl.so'].map((soname) => noble?.withLibrary(soname)), [null, null, null, null]); // prettier-ignore
});

test('a slice that nobody names is not there, and a release without names says so', () => {
  assert.deepEqual([chiselSlices('24.04')?.has('python3.12_standard'), chiselSlices('24.04')?.has('python3.11_standard')], [true, false]);
  assert.deepEqual([chiselSlices('12.04'), chiselSlices('toString')], [null, null]);
});
