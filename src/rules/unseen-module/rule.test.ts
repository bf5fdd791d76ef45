import { describe } from 'node:test';
import type { LiteralFiles } from '../../tree/literal.ts';
import { elfFile, glibcBase, glibcLoader, muslBase, muslLoader, program } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

const site = '/usr/local/lib/python3.12/site-packages';

function python(loader: string, own: 'gnu' | 'musl', suffix: string, more: LiteralFiles = {}): LiteralFiles {
  const needed = [loader === muslLoader ? 'libc.musl-x86_64.so.1' : 'libc.so.6'];
  return {
    '/usr/local/bin/python3.12': program(loader),
    '/usr/local/lib/python3.12/os.py': '',
    [`/usr/local/lib/python3.12/lib-dynload/_socket.cpython-312-x86_64-linux-${own}.so`]: elfFile({
      needed,
      symbols: [{ name: 'PyInit__socket' }],
    }),
    [`${site}/fast/_fast.${suffix}`]: elfFile({ needed, symbols: [{ name: 'PyInit__fast' }] }),
    ...more,
  };
}

describe('an extension module under a name that this Python never tries', () => {
  imageCases('unseen-module', [
    [
      'gnu on musl',
      muslBase(python(muslLoader, 'musl', 'cpython-312-x86_64-linux-gnu.so')),
      [['error proven', /_fast/]],
      ['/usr/local/bin/python3.12'],
    ],
    [
      'musl on glibc',
      glibcBase(python(glibcLoader, 'gnu', 'cpython-312-x86_64-linux-musl.so')),
      [['error proven', /_fast/]],
      ['/usr/local/bin/python3.12'],
    ],
    ['its own name on musl', muslBase(python(muslLoader, 'musl', 'cpython-312-x86_64-linux-musl.so')), [], ['/usr/local/bin/python3.12']],
    ['the stable name', glibcBase(python(glibcLoader, 'gnu', 'abi3.so')), [], ['/usr/local/bin/python3.12']],
    [
      'both names',
      muslBase(python(muslLoader, 'musl', 'cpython-312-x86_64-linux-gnu.so', { [`${site}/fast/_fast.abi3.so`]: elfFile({ needed: [] }) })),
      [],
      ['/usr/local/bin/python3.12'],
    ],
  ]);
});
