import { describe } from 'node:test';
import { glibcBase, glibcLoader, muslBase, muslLoader, program } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

describe('a program for another machine', () => {
  imageCases('wrong-machine', [
    ['musl', muslBase({ '/app': program(muslLoader, { machine: 183 }) }), [['error proven', /aarch64/]]],
    ['glibc', glibcBase({ '/app': program(glibcLoader, { machine: 183 }) }), [['error proven', /aarch64/]]],
    ['its own, on musl', muslBase({ '/app': program(muslLoader) }), []],
    ['its own, on glibc', glibcBase({ '/app': program(glibcLoader) }), []],
  ]);
});
