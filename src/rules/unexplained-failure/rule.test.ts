import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findArtifacts } from '../../judge/find-artifacts.ts';
import type { JudgedArtifact } from '../../judge/judged-artifact.ts';
import { glibcBase, glibcLoader, imageConfig, program } from '../../judge/literal-bases.suite.ts';
import { understand } from '../../judge/understand.ts';
import type { Finding } from '../../report/report.ts';
import { unexplainedFailure } from './rule.ts';

/** What the net catches of one artifact with this outcome. */
function caught(more: Partial<JudgedArtifact>): readonly Finding[] {
  const rootfs = glibcBase({ '/app': program(glibcLoader) });
  const software = understand('subject', rootfs, imageConfig(['/app']));
  const artifacts = findArtifacts(software)
    .filter(({ path }) => path === '/app')
    .map((found): JudgedArtifact => ({
      ...found,
      use: 'entrypoint',
      outcome: 'runs',
      messages: [],
      certainty: 'proven',
      result: null,
      ...more,
    }));
  assert.equal(artifacts.length, 1);
  return unexplainedFailure.run({ software, name: 'own', move: 'own', rootfs, base: null, artifacts, unserved: [], replacedLinks: [] });
}

describe('a failed load that no rule explains', () => {
  test('is an error with the loader’s own words', () => {
    const [finding, ...more] = caught({ outcome: 'crash-after-load', messages: ['it died'], certainty: 'likely' });
    assert.deepEqual(more, []);
    assert.deepEqual([finding?.severity, finding?.certainty], ['error', 'likely']);
    assert.equal(finding?.message, '/app: crash-after-load.\nThe loader says: it died');
  });

  test('not what runs, is undecided, or is never opened', () => {
    for (const outcome of ['runs', 'unknown', 'not-opened'] as const) assert.deepEqual(caught({ outcome }), []);
  });

  test('when it is wrong: a script that the image does not start is not counted', () => {
    assert.deepEqual(caught({ outcome: 'no-interpreter', kind: 'script', use: 'other' }), []);
    assert.equal(caught({ outcome: 'no-interpreter', kind: 'script', use: 'entrypoint' }).length, 1);
  });
});
