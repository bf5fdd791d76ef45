import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judgeRebuilt } from '../../judge/judge-target.ts';
import { elfFile, glibcBase, imageConfig, muslBase } from '../../judge/literal-bases.suite.ts';
import type { WheelIndex } from '../../judge/software.ts';
import { understand } from '../../judge/understand.ts';
import type { Target } from '../../report/report.ts';

type Selected = ReturnType<WheelIndex['select']>;

/** An image with one wheel, rebuilt on Alpine, where an index selects what it says. */
function rebuilt(selected: Selected): Target {
  const site = '/usr/local/lib/python3.12/site-packages';
  const file = 'thing/_thing.cpython-312-x86_64-linux-gnu.so';
  const root = glibcBase({
    [`${site}/${file}`]: elfFile({ needed: ['libc.so.6'], symbols: [{ name: 'PyInit__thing' }] }),
    [`${site}/thing-1.0.dist-info/METADATA`]: 'Name: thing\nVersion: 1.0\n',
    [`${site}/thing-1.0.dist-info/WHEEL`]: 'Tag: cp312-cp312-manylinux_2_17_x86_64\n',
    [`${site}/thing-1.0.dist-info/RECORD`]: `${file},,\n`,
  });
  const wheels: WheelIndex = { select: () => selected, newer: () => null };
  return judgeRebuilt({ ...understand('subject', root, imageConfig([])), wheels }, understand('alpine:3.20', muslBase(), null));
}

const source: Selected = {
  name: 'thing',
  version: '1.0',
  verdict: 'compiles',
  certainty: 'likely',
  why: { kind: 'no-fitting-file', source: 'thing-1.0.tar.gz' },
  native: true,
};

describe('a wheel in the place of which pip compiles', () => {
  test('differs, and says what is compiled with what', () => {
    const { verdict, findings } = rebuilt(source);
    const found = findings.filter(({ rule }) => rule === 'compiled-anew');
    assert.equal(verdict, 'differs');
    assert.deepEqual(
      found.map(({ severity, certainty }) => `${severity} ${certainty}`),
      ['warning likely'],
    );
    assert.match(found[0]?.message ?? '', /No wheel of thing .* pip compiles thing-1\.0\.tar\.gz there, which needs build-base/);
  });

  test('not where another wheel is taken', () => {
    const { verdict, findings } = rebuilt({
      ...source,
      verdict: 'prebuilt',
      file: 'thing-1.0-cp312-cp312-musllinux_1_2_x86_64.whl',
      why: { kind: 'fits' },
    });
    assert.equal(verdict, 'runs');
    assert.ok(findings.every(({ rule }) => rule !== 'compiled-anew'));
  });

  test('when it is wrong: an index that does not say leaves it open', () => {
    const { verdict, findings } = rebuilt(null);
    assert.equal(verdict, 'unknown');
    assert.ok(findings.every(({ rule }) => rule !== 'compiled-anew'));
  });
});
