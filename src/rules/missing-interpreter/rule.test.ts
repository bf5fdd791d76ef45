import { describe } from 'node:test';
import { glibcBase, glibcLoader, muslBase, muslLoader, program } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

describe('the loader that a program names', () => {
  imageCases('missing-interpreter', [
    ['a glibc program on musl', muslBase({ '/app': program(glibcLoader) }), [['error proven', /ld-linux-x86-64\.so\.2/]]],
    ['a musl program on glibc', glibcBase({ '/app': program(muslLoader) }), [['error proven', /ld-musl-x86_64\.so\.1/]]],
    ['musl on musl', muslBase({ '/app': program(muslLoader) }), []],
    ['glibc on glibc', glibcBase({ '/app': program(glibcLoader) }), []],
  ]);
});
