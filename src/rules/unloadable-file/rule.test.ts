import { describe } from 'node:test';
import { elfFile, glibcBase, glibcLoader, muslBase, muslLoader, program } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

describe('a file that the loader finds and refuses', () => {
  const text = { content: 'no library\n', mode: 0o755 };
  imageCases('unloadable-file', [
    [
      'a text in the place of a library, musl',
      muslBase({ '/app': program(muslLoader, { needed: ['libc.musl-x86_64.so.1', 'libown.so'] }), '/usr/lib/libown.so': text }),
      [['error proven', /Exec format error/]],
    ],
    [
      'a text in the place of a library, glibc',
      glibcBase({ '/app': program(glibcLoader, { needed: ['libown.so', 'libc.so.6'] }), '/usr/lib/x86_64-linux-gnu/libown.so': text }),
      [['error proven', /invalid ELF header|file too short/]],
    ],
    [
      'a relocation that musl does not know',
      muslBase({
        '/app': program(muslLoader, { symbols: [{ name: 'printf', defined: false }], relocations: [{ type: 37, symbol: 'printf' }] }),
      }),
      [['error proven', /relocation/]],
    ],
    [
      'a sound library',
      muslBase({
        '/app': program(muslLoader, { needed: ['libc.musl-x86_64.so.1', 'libown.so'] }),
        '/usr/lib/libown.so': elfFile({ soname: 'libown.so' }),
      }),
      [],
    ],
  ]);
});
