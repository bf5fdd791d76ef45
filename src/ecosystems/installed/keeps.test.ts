import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keeps } from './keeps.ts';

test('the files that say what is installed are kept', () => {
  for (const path of [
    '/app/node_modules/sharp/package.json',
    '/app/node_modules/@img/sharp-linux-x64/package.json',
    '/usr/lib/python3/dist-packages/numpy-1.26.4.dist-info/RECORD',
    '/usr/lib/python3/dist-packages/numpy-1.26.4.dist-info/WHEEL',
    '/usr/lib/python3/dist-packages/PyYAML-6.0.egg-info/PKG-INFO',
    '/usr/lib/python3/dist-packages/old-1.0.egg-info',
    '/app/app.deps.json',
    '/usr/local/bundle/specifications/bcrypt-3.1.20.gemspec',
  ]) {
    assert.ok(keeps(path, 1000), path);
  }
});

test('and not the thousands beside them', () => {
  for (const path of [
    '/app/package.json',
    '/app/node_modules/x/dist/esm/package.json',
    '/app/node_modules/x/index.js',
    '/usr/lib/python3/dist-packages/numpy-1.26.4.dist-info/METADATA',
    '/home/RECORD',
    '/usr/local/bundle/gems/x/x.gemspec',
  ]) {
    assert.ok(!keeps(path, 1), path);
  }
  assert.ok(!keeps('/app/node_modules/x/package.json', 2 << 20));
});
