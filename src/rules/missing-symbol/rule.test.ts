import { describe } from 'node:test';
import { glibcBase, glibcLoader, muslBase, muslLoader, program } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

describe('a function that is nowhere', () => {
  const wants = { symbols: [{ name: 'fcntl64', defined: false }], relocations: [{ type: 6, symbol: 'fcntl64' }] };
  const has = { symbols: [{ name: 'printf', defined: false }], relocations: [{ type: 6, symbol: 'printf' }] };
  imageCases('missing-symbol', [
    ['musl', muslBase({ '/app': program(muslLoader, wants) }), [['error proven', /fcntl64/]]],
    ['glibc', glibcBase({ '/app': program(glibcLoader, wants) }), [['error proven', /fcntl64/]]],
    ['there on musl', muslBase({ '/app': program(muslLoader, has) }), []],
    ['there on glibc', glibcBase({ '/app': program(glibcLoader, has) }), []],
  ]);
});
