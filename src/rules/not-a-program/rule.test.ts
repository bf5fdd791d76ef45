import { describe } from 'node:test';
import { glibcBase, glibcLoader, muslBase, muslLoader, program } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

describe('text without #!', () => {
  const text = { content: 'echo hello\n', mode: 0o755 };
  imageCases('not-a-program', [
    ['musl', muslBase({ '/app': text }), [['error proven', /\/app/]]],
    ['glibc', glibcBase({ '/app': text }), [['error proven', /\/app/]]],
    ['a program on musl', muslBase({ '/app': program(muslLoader) }), []],
    ['a program on glibc', glibcBase({ '/app': program(glibcLoader) }), []],
  ]);
});
