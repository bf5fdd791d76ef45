import { describe } from 'node:test';
import { elfFile, glibcBase, muslBase } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

describe('initial-exec thread-local storage in what a running process opens', () => {
  // R_X86_64_TPOFF64.
  const addon = (libc: string, size: number): ReturnType<typeof elfFile> =>
    elfFile({
      needed: [libc],
      tls: { size, align: 16 },
      symbols: [{ name: 'napi_register_module_v1' }, { name: 'x', type: 6 }],
      relocations: [{ type: 18, symbol: 'x' }],
    });
  const path = '/srv/node_modules/x/build/Release/x.node';
  imageCases('static-tls', [
    ['musl refuses it', muslBase({ [path]: addon('libc.musl-x86_64.so.1', 16) }), [['error proven', /initial-exec/]], []],
    ['glibc has no room for so much', glibcBase({ [path]: addon('libc.so.6', 100_000) }), [['error proven', /static TLS block/]], []],
    ['glibc has room for a little', glibcBase({ [path]: addon('libc.so.6', 16) }), [], []],
  ]);
});
