import { describe } from 'node:test';
import { elfFile, glibcBase, muslBase } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

describe('something that would be used and could not be decided', () => {
  const plugin = (libc: string): ReturnType<typeof elfFile> =>
    elfFile({ needed: [libc], symbols: [{ name: 'host_service', defined: false }], relocations: [{ type: 6, symbol: 'host_service' }] });
  imageCases('undecided', [
    [
      'a plugin without its host, glibc',
      glibcBase({ '/srv/plugin.so': plugin('libc.so.6') }),
      [['warning proven', /whatever program opens it/]],
      [],
    ],
    ['a library of its own', muslBase({ '/srv/own.so': elfFile({ needed: ['libc.musl-x86_64.so.1'] }) }), [], []],
  ]);
});
