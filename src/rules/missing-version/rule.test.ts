import { describe } from 'node:test';
import { glibcBase, glibcLoader, muslBase, muslLoader, program } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

describe("versions of glibc's symbols", () => {
  const needs = (name: string) => ({ versionNeeds: [{ file: 'libc.so.6', name }] });
  imageCases('missing-version', [
    ['newer than the base', glibcBase({ '/app': program(glibcLoader, needs('GLIBC_2.38')) }), [['error proven', /GLIBC_2\.38/]]],
    ['as old as the base', glibcBase({ '/app': program(glibcLoader, needs('GLIBC_2.36')) }), []],
    [
      'musl looks at no versions',
      muslBase({ '/app': program(muslLoader, { versionNeeds: [{ file: 'libc.musl-x86_64.so.1', name: 'X_1' }] }) }),
      [],
    ],
  ]);
});
