import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, Move, Report, Target, Unit, Verdict } from '../../report/report.ts';
import { verdictOf } from '../verdict.ts';
import { buildServices } from './build-services.ts';
import { baseName, supportOf } from './base-name.ts';
import { serviceFacts } from './service-facts.ts';

const alpine = { distribution: 'alpine', release: '3.20.3', libc: { family: 'musl', version: '1.2.5' } } as const;

function finding(id: string, more: Partial<Finding> = {}): Finding {
  const [rule = ''] = id.split(':');
  return { id, rule, severity: 'error', certainty: 'proven', where: [], count: 1, message: `${rule} is met`, evidence: {}, ...more };
}

function target(name: string, move: Move, findings: readonly Finding[], more: Partial<Target> = {}): Target {
  return { name, move, verdict: verdictOf(findings), findings, artifacts: [], ...more };
}

function report(...units: readonly Partial<Unit>[]): Report {
  return {
    schema: 'basewise-report/1',
    tool: { name: 'basewise', version: '0' },
    subject: { kind: 'image', name: 'x' },
    read: { layers: 1, files: 1, bytes: 1, passes: 1, complete: true },
    units: units.map((unit) => ({ name: 'x', kind: 'image', base: alpine, targets: [], ...unit })),
    unknown: [],
  };
}

function services(reports: Readonly<Record<string, Report>>): ReturnType<typeof buildServices> {
  const facts = Object.entries(reports).map(([name, each]) => serviceFacts(name, each, (text) => text));
  return buildServices(facts, [], '2026-11-24', '0');
}

const gcc = finding('missing-library:own:libgcc_s.so.1');
const pq = finding('missing-library:own:libpq.so.5');

test('a cause frees the services that it alone keeps from running', () => {
  const { causes } = services({
    one: report({ targets: [target('own', 'own', [gcc])] }),
    two: report({ targets: [target('own', 'own', [gcc, pq])] }),
    three: report({ targets: [target('own', 'own', [gcc, finding('note:own:x', { severity: 'note' })])] }),
  });
  assert.deepEqual(
    causes.map(({ about, services: met, frees }) => [about, met, frees]),
    [
      ['libgcc_s.so.1', ['one', 'two', 'three'], ['one', 'three']],
      ['libpq.so.5', ['two'], []],
      ['x', ['three'], []],
    ],
  );
});

test('nothing is freed that a difference, something undecided or another unit still holds', () => {
  const differs = finding('glibc-shim:own:x', { severity: 'warning' });
  const undecided = finding('undecided:own:x', { severity: 'warning' });
  const { causes } = services({
    differs: report({ targets: [target('own', 'own', [gcc, differs])] }),
    undecided: report({ targets: [target('own', 'own', [gcc, undecided])] }),
    units: report({ targets: [target('own', 'own', [gcc])] }, { targets: [target('own', 'own', [pq])] }),
    both: report({ targets: [target('own', 'own', [gcc])] }, { targets: [target('own', 'own', [gcc])] }),
  });
  assert.deepEqual(causes.find(({ about }) => about === 'libgcc_s.so.1')?.frees, ['both']);
});

test('a verdict that findings do not explain stays', () => {
  const lockfile = target('musl@1.2/x86_64+node@22', 'rebuild', [finding('package-fails:musl@1.2/x86_64+node@22:a')], {
    verdict: 'unknown' satisfies Verdict,
    overview: true,
  });
  const { causes } = services({
    a: { ...report({ kind: 'lockfile', base: null, targets: [lockfile] }), subject: { kind: 'lockfile', name: 'a' } },
  });
  assert.deepEqual(
    causes.map(({ about, base, frees }) => [about, base, frees]),
    [['a', null, []]],
  );
});

test('in each place a cause is one of its own; an overview is not asked about', () => {
  const carried = finding('missing-library:carry:debian:13-slim:libgcc_s.so.1');
  const {
    causes,
    places,
    services: each,
  } = services({
    a: report({
      targets: [
        target('own', 'own', [gcc]),
        target('debian:13-slim', 'carry', [carried]),
        target('alpine:3.20', 'rebuild', [pq], { overview: true }),
      ],
    }),
    b: report({ base: { ...alpine, release: '3.18.1' }, targets: [target('own', 'own', [gcc])] }),
  });
  assert.deepEqual(
    causes.map(({ id }) => id),
    [
      'missing-library:carry:debian:13-slim:libgcc_s.so.1',
      'missing-library:own@alpine 3.18:libgcc_s.so.1',
      'missing-library:own@alpine 3.20:libgcc_s.so.1',
    ],
  );
  assert.deepEqual(
    places.map(({ name, verdicts }) => [name, verdicts.breaks]),
    [
      ['own', 2],
      ['debian:13-slim', 1],
    ],
  );
  assert.deepEqual(each[0]?.targets[0]?.causes, ['missing-library:own@alpine 3.20:libgcc_s.so.1']);
});

test('a stage whose base nobody knows does not stand on scratch', () => {
  const open = finding('undecided:own:base', { severity: 'warning', certainty: 'likely' });
  const { bases, causes } = services({
    a: report({ kind: 'stage', base: null, targets: [target('own', 'own', [open])] }),
    b: report({ kind: 'stage', base: null, targets: [target('own', 'own', [])] }),
  });
  assert.deepEqual(
    bases.map(({ name, services: met }) => [name, met]),
    [
      ['an unknown base', ['a']],
      ['scratch', ['b']],
    ],
  );
  assert.deepEqual(causes[0]?.base, 'an unknown base');
});

test('bases are called as the catalogue calls their releases', () => {
  assert.equal(baseName(alpine), 'alpine 3.20');
  assert.equal(baseName({ ...alpine, distribution: 'rhel', release: '9.4' }), 'rhel 9');
  assert.equal(baseName({ ...alpine, distribution: 'arch', release: null }), 'arch');
  assert.equal(baseName({ ...alpine, distribution: 'strange', release: '7.7.1' }), 'strange 7.7.1');
  assert.equal(baseName(null), 'scratch');
  assert.deepEqual(supportOf(alpine, '2026-04-01'), { ends: '2026-04-01', ended: false });
  assert.deepEqual(supportOf(alpine, '2026-04-02'), { ends: '2026-04-01', ended: true });
  assert.equal(supportOf(null, '2026-04-02'), undefined);
});
