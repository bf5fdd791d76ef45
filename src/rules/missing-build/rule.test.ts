import { describe } from 'node:test';
import type { LiteralFiles } from '../../tree/literal.ts';
import { elfFile, glibcBase, muslBase } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

const napi = { symbols: [{ name: 'napi_register_module_v1' }] };

/** A package in the manner of napi-rs, with the build for one C library installed. */
function installed(libc: 'gnu' | 'musl'): LiteralFiles {
  const name = `@node-rs/xxhash-linux-x64-${libc}`;
  const needed = [libc === 'gnu' ? 'libc.so.6' : 'libc.musl-x86_64.so.1'];
  return {
    '/srv/node_modules/@node-rs/xxhash/package.json': JSON.stringify({ name: '@node-rs/xxhash', version: '1.0.0', optionalDependencies: { [name]: '1.0.0' } }), // prettier-ignore
    [`/srv/node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', os: ['linux'], cpu: ['x64'] }),
    [`/srv/node_modules/${name}/xxhash.linux-x64-${libc}.node`]: elfFile({ needed, ...napi }),
  };
}

describe('a package whose loader finds no build for this base', () => {
  imageCases('missing-build', [
    ['glibc build on musl', muslBase(installed('gnu')), [['error likely', /linux x64 musl/]]],
    ['musl build on glibc', glibcBase(installed('musl')), [['error likely', /linux x64 glibc/]]],
    ['its own build on musl', muslBase(installed('musl')), []],
    ['its own build on glibc', glibcBase(installed('gnu')), []],
  ]);
});
