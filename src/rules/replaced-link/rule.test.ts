import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeCarried } from '../../judge/judge-target.ts';
import { elfFile, glibcBase, imageConfig } from '../../judge/literal-bases.suite.ts';
import type { Software } from '../../judge/software.ts';
import { understand } from '../../judge/understand.ts';
import { literalRootfs } from '../../tree/literal.ts';

/** A base whose /lib is a link, as merged distributions have it. */
const merged = literalRootfs({ '/etc/os-release': 'ID=arch\n', '/usr/lib/': {}, '/lib': { target: 'usr/lib' }, '/bin/true': 'x' });

function found(path: string): readonly string[] {
  const subject = understand('subject', glibcBase({ [path]: elfFile({ needed: ['libc.so.6'] }) }), imageConfig([]));
  const partOf: Software['partOf'] = (entry) => (entry.path === path ? 'application' : 'base');
  const { findings } = judgeCarried({ ...subject, partOf }, understand('merged', merged, null));
  return findings
    .filter(({ rule }) => rule === 'replaced-link')
    .map(({ severity, certainty, message }) => `${severity} ${certainty}: ${message}`);
}

test('a folder of the application that is a link on the target is a hint, any other is not', () => {
  const [hint, ...more] = found('/lib/own/own.so');
  assert.deepEqual(more, []);
  assert.match(hint ?? '', /^warning possible: \/lib is a folder of the application and a link on this base/);
  assert.deepEqual(found('/opt/own/own.so'), []);
});
