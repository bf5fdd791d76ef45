import { describe } from 'node:test';
import { elfFile, glibcBase, glibcLoader, muslBase, muslLoader, program } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

describe('what loads and breaks later', () => {
  /** R_X86_64_JUMP_SLOT: bound when it is first called. */
  const calls = (name: string) => ({
    symbols: [{ name: 'napi_register_module_v1' }, { name, defined: false }],
    relocations: [{ type: 7, symbol: name, table: 'jmprel' as const }],
  });
  const addon = (libc: string, name: string): ReturnType<typeof elfFile> => elfFile({ needed: [libc], ...calls(name) });
  const path = '/srv/node_modules/x/build/Release/x.node';
  imageCases('silent-crash', [
    [
      'musl postpones it in what a process opens lazily',
      muslBase({ [path]: addon('libc.musl-x86_64.so.1', 'fcntl64') }),
      [['warning proven', /fcntl64 is nowhere .* segmentation fault/]],
      [],
    ],
    ['glibc too, and says so', glibcBase({ [path]: addon('libc.so.6', 'fcntl64') }), [['warning proven', /symbol lookup error/]], []],
    ['a program of musl is bound at once: another rule’s', muslBase({ '/app': program(muslLoader, calls('fcntl64')) }), []],
    ['a program of glibc is bound lazily', glibcBase({ '/app': program(glibcLoader, calls('fcntl64')) }), [['warning proven', /fcntl64/]]],
    ['it is there', muslBase({ [path]: addon('libc.musl-x86_64.so.1', 'printf') }), [], []],
    [
      'when it is wrong: a weak name may be absent',
      muslBase({
        [path]: elfFile({
          needed: ['libc.musl-x86_64.so.1'],
          symbols: [{ name: 'napi_register_module_v1' }, { name: 'fcntl64', defined: false, binding: 2 }],
          relocations: [{ type: 7, symbol: 'fcntl64' }],
        }),
      }),
      [],
      [],
    ],
  ]);
});
