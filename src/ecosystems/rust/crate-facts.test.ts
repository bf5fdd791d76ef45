import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nativeNeeds } from './crate-facts.ts';

const build = (name: string, more: { optional?: boolean; target?: string } = {}): { name: string; optional: boolean; target?: string } => ({
  name,
  optional: false,
  ...more,
});

test('what build scripts use says what a crate needs, and how sure that is', () => {
  assert.deepEqual(nativeNeeds({ buildDependencies: [build('cc')] }), { needs: 'a C compiler', sure: true });
  assert.deepEqual(nativeNeeds({ links: 'z', buildDependencies: [build('cc'), build('pkg-config')] }), {
    needs: 'the library z, a C compiler',
    sure: false,
  });
  assert.deepEqual(nativeNeeds({ buildDependencies: [build('cmake', { optional: true })] }), {
    needs: 'a C compiler and CMake',
    sure: false,
  });
});

test('Rust alone: no such dependency, or only for other systems', () => {
  assert.equal(nativeNeeds({ buildDependencies: [build('autocfg'), build('version_check')] }), null);
  assert.equal(nativeNeeds({ buildDependencies: [build('cc', { target: 'cfg(windows)' })] }), null);
  assert.equal(nativeNeeds({ links: 'rayon-core', buildDependencies: [] }), null);
  assert.deepEqual(nativeNeeds({ buildDependencies: [build('cc', { target: 'cfg(not(windows))' })] }), {
    needs: 'a C compiler',
    sure: false,
  });
});
