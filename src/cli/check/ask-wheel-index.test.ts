import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeRebuilt } from '../../judge/judge-target.ts';
import { elfFile, glibcBase, imageConfig, muslBase } from '../../judge/literal-bases.suite.ts';
import type { Software, WheelIndex } from '../../judge/software.ts';
import { understand } from '../../judge/understand.ts';
import { wheelIndex } from './ask-wheel-index.ts';

const files = (...names: readonly string[]): readonly { readonly name: string }[] => names.map((name) => ({ name }));
const index = wheelIndex(
  new Map([
    [
      'fast-thing',
      files(
        'fast_thing-1.0-cp312-cp312-manylinux_2_17_x86_64.whl',
        'fast_thing-1.0.tar.gz',
        'fast_thing-1.1rc1-cp312-cp312-musllinux_1_2_x86_64.whl',
        'fast_thing-1.1-cp312-cp312-manylinux_2_28_x86_64.whl',
        'fast_thing-1.2-cp312-cp312-musllinux_1_2_x86_64.whl',
        'fast_thing-1.3-cp312-cp312-musllinux_1_2_x86_64.whl',
      ),
    ],
  ]),
  '3.12',
);
const wheel = { name: 'Fast_Thing', version: '1.0' };
const musl = { family: 'musl', version: '1.2.5', machine: 62 } as const;

test('what pip takes on a base, and the nearest later release with a build for it', () => {
  assert.equal(index.select(wheel, { family: 'glibc', version: '2.36', machine: 62 })?.verdict, 'prebuilt');
  assert.equal(index.select(wheel, musl)?.verdict, 'compiles');
  assert.equal(index.select({ ...wheel, version: '1.1' }, musl)?.verdict, 'fails');
  assert.deepEqual(index.newer(wheel, musl), { version: '1.2', file: 'fast_thing-1.2-cp312-cp312-musllinux_1_2_x86_64.whl' });
  assert.equal(index.newer({ ...wheel, version: '1.3' }, musl), null);
  assert.equal(index.select({ name: 'other', version: '1' }, musl), null);
});

function rebuilt(wheels: WheelIndex | undefined): readonly unknown[] {
  const site = '/usr/local/lib/python3.12/site-packages';
  const root = glibcBase({
    [`${site}/fast_thing/_fast.cpython-312-x86_64-linux-gnu.so`]: elfFile({ needed: ['libc.so.6'], symbols: [{ name: 'PyInit__fast' }] }),
    [`${site}/fast_thing-1.0.dist-info/METADATA`]: 'Name: fast-thing\nVersion: 1.0\n',
    [`${site}/fast_thing-1.0.dist-info/WHEEL`]: 'Tag: cp312-cp312-manylinux_2_17_x86_64\n',
    [`${site}/fast_thing-1.0.dist-info/RECORD`]: 'fast_thing/_fast.cpython-312-x86_64-linux-gnu.so,,\n',
  });
  const software: Software = { ...understand('subject', root, imageConfig([])), ...(wheels === undefined ? {} : { wheels }) };
  const { verdict, findings } = judgeRebuilt(software, understand('alpine:3.20', muslBase(), null));
  return [verdict, findings.map(({ rule }) => rule).filter((rule) => !rule.startsWith('resolver'))];
}

test('a rebuild without the index is open, with it something that compiles is a difference', () => {
  assert.deepEqual(rebuilt(undefined), ['unknown', ['undecided']]);
  assert.deepEqual(rebuilt(index), ['differs', ['compiled-anew']]);
});
