import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Criterion, Standing } from '../report/recommendation.ts';
import type { Verdict } from '../report/report.ts';
import { rank } from './rank.ts';
import type { Unranked } from './rank.ts';

const criteria: readonly Criterion[] = ['verdict', 'support', 'size', 'surface', 'closeness'];

function candidate(name: string, changed: Verdict, standing: Partial<Standing> = {}, more: Partial<Unranked> = {}): Unranked {
  const base = { support: null, development: false, paid: null, onDiskMegabytes: null, knownBytes: null, closeness: 'other' } as const;
  const surface = { packages: null, privileged: 0, shell: false, packageManager: false };
  return {
    name,
    base: null,
    today: false,
    rebuild: changed,
    carry: null,
    changed,
    changes: [],
    findings: [],
    standing: { ...base, surface, ...standing },
    ...more,
  };
}

const until = (ends: string | null, state: 'supported' | 'out-of-support' | 'rolling' = 'supported'): Standing['support'] => ({
  state,
  ends,
  judgedOn: '2026-11-24',
  extended: [],
});

const names = (
  candidates: readonly Unranked[],
  order: readonly Criterion[] = criteria,
): readonly (readonly [string, number, string | null])[] =>
  rank(candidates, order).map(({ name, rank: place, behindBy }) => [name, place, behindBy]);

test('the verdict decides first, and what needs changes stands behind what does not', () => {
  assert.deepEqual(names([candidate('b', 'breaks'), candidate('u', 'unknown'), candidate('d', 'differs'), candidate('c', 'runs', {}, { rebuild: 'breaks' }), candidate('r', 'runs')]), [
    ['r', 1, null],
    ['c', 2, 'verdict'],
    ['d', 3, 'verdict'],
    ['u', 4, 'verdict'],
    ['b', 5, 'verdict'],
  ]); // prettier-ignore
});

test('ties are ties, shown by the longest support', () => {
  const ranked = names([
    candidate('twelve', 'runs', { support: until('2028-06-30') }),
    candidate('thirteen', 'runs', { support: until('2028-08-09') }),
    candidate('rolling', 'runs', { support: until(null, 'rolling') }),
    candidate('soon', 'runs', { support: until('2027-02-01') }),
    candidate('ended', 'runs', { support: until('2026-01-01', 'out-of-support') }),
  ]);
  assert.deepEqual(ranked, [
    ['thirteen', 1, null],
    ['twelve', 1, null],
    ['rolling', 1, null],
    ['soon', 4, 'support'],
    ['ended', 5, 'support'],
  ]);
});

test('a size that nobody would feel decides nothing, and the order of criteria is the caller’s', () => {
  const small = candidate('small', 'runs', {
    onDiskMegabytes: 8,
    surface: { packages: 15, privileged: 3, shell: true, packageManager: true },
  });
  const bare = candidate('bare', 'runs', { onDiskMegabytes: 60 });
  const near = candidate('near', 'runs', { onDiskMegabytes: 62 });
  assert.deepEqual(names([bare, small, near]).map(([name]) => name), ['small', 'bare', 'near']); // prettier-ignore
  assert.deepEqual(names([bare, near])[1]?.[1], 1);
  assert.deepEqual(names([small, bare], ['surface', 'size']), [['bare', 1, null], ['small', 2, 'surface']]); // prettier-ignore
});

test('ranks do not depend on the order in which candidates came', () => {
  const verdict = fc.constantFrom<Verdict>('runs', 'differs', 'unknown', 'breaks');
  const one = fc.record({
    verdict,
    disk: fc.option(fc.integer({ min: 1, max: 900 })),
    shell: fc.boolean(),
    near: fc.constantFrom<Standing['closeness']>('same-release', 'same-libc', 'other'),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (facts, numbers) => {
      const all = facts.map(({ verdict: found, disk, shell, near }, at) =>
        candidate(String(at), found, {
          onDiskMegabytes: disk,
          closeness: near,
          surface: { packages: null, privileged: null, shell, packageManager: shell },
        }),
      );
      const shuffled = all
        .map((each) => ({ each, key: numbers.next().value ?? 0 }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ each }) => each);
      const places = (list: readonly Unranked[]): ReadonlyMap<string, number> => new Map(names(list).map(([name, place]) => [name, place]));
      const [a, b] = [places(all), places(shuffled)];
      return all.every(({ name }) => a.get(name) === b.get(name));
    }),
  );
});

test('a runtime that nothing known brings counts against a base', () => {
  const open = (how: string | null): Partial<Unranked> => ({
    changes: [{ kind: 'take-runtime', what: 'python 3.11', how, certainty: 'possible', source: '' }],
  });
  const changed: Partial<Unranked> = { rebuild: 'breaks' };
  const rows = [
    candidate('open', 'runs', {}, open(null)),
    candidate('changed', 'runs', {}, changed),
    candidate('known', 'runs', {}, open('an image')),
  ];
  assert.deepEqual(names(rows).map(([name]) => name), ['known', 'changed', 'open']); // prettier-ignore
});
