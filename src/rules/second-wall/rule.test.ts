import { describe } from 'node:test';
import { glibcBase, glibcLoader, muslBase, muslLoader, program } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

describe('what fails next once the missing loader is there', () => {
  const wants = { symbols: [{ name: '__isoc23_strtol', defined: false }], relocations: [{ type: 6, symbol: '__isoc23_strtol' }] };
  imageCases('second-wall', [
    ['a symbol that musl lacks', muslBase({ '/app': program(glibcLoader, wants) }), [['note possible', /__isoc23_strtol/]]],
    ['nothing more', muslBase({ '/app': program(glibcLoader) }), [['note possible', /the program loads/]]],
    ['the loader is there', glibcBase({ '/app': program(glibcLoader) }), []],
    ['its own base', muslBase({ '/app': program(muslLoader) }), []],
  ]);
});
