import assert from 'node:assert/strict';
import { test } from 'node:test';
import pc from 'picocolors';
import { renderOverview } from './overview-table.ts';
import type { Outcome, Target, Verdict } from './report.ts';

const paint = pc.createColors(false);

function target(name: string, verdict: Verdict, outcomes: Readonly<Record<string, Outcome>>, derived = false): Target {
  return {
    name,
    move: 'rebuild',
    verdict,
    overview: true,
    findings: [],
    artifacts: Object.entries(outcomes).map(([path, outcome]) => ({
      path,
      kind: path.endsWith('.node') ? 'node-addon' : 'program',
      use: 'selected',
      outcome,
      messages: [],
      certainty: 'proven',
    })),
    ...(derived
      ? { profile: { name, kind: 'derived', date: '2026-11-24', source: 'x', prove: `basewise bases profile registry:${name}` } }
      : {}),
  };
}

test('one row a group, one column a base, the worst of a group in each cell', () => {
  const a = '/app/node_modules/sharp/build/a.node';
  const b = '/app/node_modules/sharp/build/b.node';
  const lines = renderOverview(
    [
      target('alpine:3.20', 'breaks', { [a]: 'runs', [b]: 'missing-library' }),
      target('debian:12-slim', 'runs', { [a]: 'runs', [b]: 'runs', '/app/server': 'runs' }),
      target('ubi9-micro', 'unknown', { [a]: 'runs', [b]: 'unknown', '/app/server': 'missing-version' }, true),
    ],
    paint,
    { columns: 100 },
  );
  const cells = (row: string): readonly string[] => (lines.find((line) => line.startsWith(`  ${row}`)) ?? '').trim().split(/\s+/).slice(-3);
  assert.deepEqual(cells('as a whole'), ['✗', '✓', '?']);
  assert.deepEqual(cells('sharp'), ['✗', '✓', '?']);
  assert.deepEqual(cells('/app/server'), ['·', '✓', '✗']);
  assert.ok(lines.some((line) => /alpine +debian +ubi$/.test(line)));
  assert.ok(lines.some((line) => /3\.20 +12 +9-micro\*$/.test(line)));
  assert.match(lines.at(-1) ?? '', /to prove one: basewise bases profile registry:ubi9-micro/);
});

test('every width is kept, whatever the number of bases and the length of names', () => {
  const targets = Array.from({ length: 60 }, (_, i) =>
    target(`family${Math.floor(i / 7)}:${i}.${'x'.repeat(i % 9)}`, 'runs', { [`/opt/${'long/'.repeat(20)}program${i}`]: 'runs' }),
  );
  for (const columns of [60, 80, 100, 160]) {
    const lines = renderOverview(targets, paint, { columns });
    assert.deepEqual(
      lines.filter((line) => line.length > columns),
      [],
    );
    const marks = lines.filter((line) => line.startsWith('  as a whole')).map((line) => line.match(/✓/g)?.length ?? 0);
    assert.equal(
      marks.reduce((sum, count) => sum + count, 0),
      60,
    );
  }
});

test('a failure about no artifact has a row of its own', () => {
  const finding = {
    id: 'x',
    rule: 'missing-program',
    severity: 'error',
    certainty: 'proven',
    where: [],
    count: 0,
    message: '',
    evidence: {},
  } as const;
  const whole = target('alpine:3.20', 'breaks', { '/app': 'runs' });
  const lines = renderOverview([{ ...whole, findings: [finding] }, target('debian:12-slim', 'runs', { '/app': 'runs' })], paint, {
    columns: 100,
  });
  assert.ok(lines.some((line) => /^ {2}\(missing-program\) +✗ +✓$/.test(line)));
});

test('no targets, no table', () => {
  assert.deepEqual(renderOverview([], paint, { columns: 100 }), []);
});
