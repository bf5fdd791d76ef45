import { describe } from 'node:test';
import { glibcBase, glibcLoader, muslBase, muslLoader, program } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

describe('what the image starts', () => {
  imageCases('missing-program', [
    ['not there, on musl', muslBase(), [['error proven', /\/app/]]],
    ['not there, on glibc', glibcBase(), [['error proven', /\/app/]]],
    ['there, on musl', muslBase({ '/app': program(muslLoader) }), []],
    ['there, on glibc', glibcBase({ '/app': program(glibcLoader) }), []],
    ['found along PATH', muslBase({ '/usr/local/bin/server': program(muslLoader) }), [], ['server']],
  ]);
});
