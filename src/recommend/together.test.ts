import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneNode } from '../bases/paid-size/fleet.ts';
import { glibcBase, glibcLoader, imageConfig, muslBase, muslLoader, program } from '../judge/literal-bases.suite.ts';
import { understand } from '../judge/understand.ts';
import type { RecommendedUnit } from '../report/recommendation.ts';
import { renderTogether } from '../report/together-pretty.ts';
import type { LiteralFiles } from '../tree/literal.ts';
import { recommendImage } from './recommend-image.ts';
import { together } from './together.ts';

function unit(name: string, files: LiteralFiles): RecommendedUnit {
  return recommendImage(understand(name, muslBase(files), imageConfig(['/app'])), {
    criteria: ['verdict', 'support', 'size', 'surface', 'closeness'],
    fleet: oneNode,
    platform: 'linux/amd64',
    today: '2026-11-24',
    everyBase: false,
    bases: [
      { key: 'a', open: () => understand('alpine:3.23', muslBase({}, '3.23.0'), null) },
      { key: 'd', open: () => understand('debian:12-slim', glibcBase(), null) },
    ],
  });
}

const libc = 'libc.musl-x86_64.so.1';
const units = [
  unit('fine', { '/app': program(muslLoader) }),
  unit('sound', { '/app': program(muslLoader) }),
  unit('one', { '/app': program(muslLoader, { needed: [libc, 'libours.so.1'] }) }),
  unit('two', { '/app': program(muslLoader, { needed: [libc, 'libours.so.1'] }) }),
  unit('both', { '/app': program(muslLoader, { needed: [libc, 'libours.so.1', 'libmore.so.2'] }) }),
  unit('glibc', { '/app': program(glibcLoader) }),
];

test('bases by how many they serve, and one cause in many units is one fix', () => {
  const found = together(units);
  assert.deepEqual(found?.bases.map(({ name, runs, kept }) => [name, runs, kept.map((each) => each.unit)]).slice(0, 1), [['alpine:3.23', ['fine', 'sound'], ['one', 'two', 'both', 'glibc']]]); // prettier-ignore
  const fix = found?.fixes.find(({ key, base }) => key === 'libours.so.1' && base === 'alpine:3.23');
  assert.deepEqual(
    [fix?.blocks, fix?.frees],
    [
      ['one', 'two', 'both'],
      ['one', 'two'],
    ],
  );
  const weights = found?.fixes.map(({ frees }) => frees.length) ?? [];
  assert.deepEqual(
    weights,
    weights.toSorted((a, b) => b - a),
  );
  const causes = found?.fixes.map(({ rule, key }) => `${rule} ${key}`) ?? [];
  assert.equal(new Set(causes).size, causes.length);
});

test('one unit is no fleet, and the page stays a page', () => {
  assert.equal(together(units.slice(0, 1)), null);
  const many = Array.from({ length: 100 }, (_, at) => ({ ...(units[at % units.length] ?? unit('x', {})), name: `service-${at}` }));
  const found = together(many);
  assert.ok(found !== null);
  const lines = renderTogether(many, found, { colors: false, columns: 100 });
  assert.ok(lines.length < 140, String(lines.length));
  assert.ok(lines.every((line) => line.length <= 100));
});
