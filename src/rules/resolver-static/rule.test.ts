import { describe } from 'node:test';
import { elfFile, glibcBase, glibcLoader, muslBase, program } from '../../judge/literal-bases.suite.ts';
import { imageCases } from '../image-rule.suite.ts';

describe('a static program with musl inside', () => {
  /** Texts of musl's own code, by which a static program is known for one of musl. */
  const inside = (text: string): ReturnType<typeof elfFile> =>
    elfFile({ type: 2, static: true, entry: 0x401000, rodata: new TextEncoder().encode(`\0${text}\0`) });
  const resolves = inside('-0X+0X 0X-0x+0x 0x\0');
  const other = inside('hello\0');
  const dynamic = program(glibcLoader, { symbols: [{ name: 'getaddrinfo', defined: false }] });
  imageCases('resolver-static', [
    ['on glibc', glibcBase({ '/app': resolves }), [['note possible', /^\/app has musl inside/]]],
    ['on musl', muslBase({ '/app': resolves }), [['note possible', /^\/app has musl inside/]]],
    ['nothing of musl is in it', glibcBase({ '/app': other }), []],
    ['a dynamic one asks its base', glibcBase({ '/app': dynamic }), []],
  ]);
});
