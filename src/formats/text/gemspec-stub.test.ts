import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGemStub } from './gemspec-stub.ts';

test('a gem that was compiled and one that was not', () => {
  const compiled =
    '# -*- encoding: utf-8 -*-\n# stub: bcrypt 3.1.20 ruby lib\n# stub: ext/mri/extconf.rb\n\nGem::Specification.new do |s|\n';
  assert.deepEqual(parseGemStub(compiled), {
    name: 'bcrypt',
    version: '3.1.20',
    platform: 'ruby',
    requirePaths: ['lib'],
    extensions: ['ext/mri/extconf.rb'],
  });
  const prebuilt = parseGemStub('# stub: nokogiri 1.18.9 x86_64-linux-musl lib\0ext\n');
  assert.deepEqual([prebuilt?.platform, prebuilt?.requirePaths, prebuilt?.extensions], ['x86_64-linux-musl', ['lib', 'ext'], []]);
  assert.equal(parseGemStub('Gem::Specification.new'), null);
  assert.equal(parseGemStub('# stub: x'), null);
});
