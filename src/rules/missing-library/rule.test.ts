import { describe } from 'node:test';
import { glibcBase, glibcLoader, muslBase, muslLoader, program, elfFile } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

describe('a library that nobody brings', () => {
  const needs = (loader: string, libc: string) => program(loader, { needed: ['libfoo.so.1', libc] });
  imageCases('missing-library', [
    ['musl', muslBase({ '/app': needs(muslLoader, 'libc.musl-x86_64.so.1') }), [['error proven', /libfoo\.so\.1/]]],
    ['glibc', glibcBase({ '/app': needs(glibcLoader, 'libc.so.6') }), [['error proven', /libfoo\.so\.1/]]],
    [
      'there on musl',
      muslBase({ '/app': needs(muslLoader, 'libc.musl-x86_64.so.1'), '/usr/lib/libfoo.so.1': elfFile({ soname: 'libfoo.so.1' }) }),
      [],
    ],
    [
      'there on glibc',
      glibcBase({ '/app': needs(glibcLoader, 'libc.so.6'), '/usr/lib/x86_64-linux-gnu/libfoo.so.1': elfFile({ soname: 'libfoo.so.1' }) }),
      [],
    ],
  ]);
});
