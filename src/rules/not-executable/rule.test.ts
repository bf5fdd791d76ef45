import { describe } from 'node:test';
import { elfFile, glibcBase, glibcLoader, muslBase, muslLoader, program } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

describe('the mode of what the image starts', () => {
  const plain = (loader: string) => elfFile({ interpreter: loader, needed: [], type: 3 }, 0o644);
  imageCases('not-executable', [
    ['musl', muslBase({ '/app': plain(muslLoader) }), [['error proven', /\/app/]]],
    ['glibc', glibcBase({ '/app': plain(glibcLoader) }), [['error proven', /\/app/]]],
    ['executable on musl', muslBase({ '/app': program(muslLoader) }), []],
    ['executable on glibc', glibcBase({ '/app': program(glibcLoader) }), []],
  ]);
});
