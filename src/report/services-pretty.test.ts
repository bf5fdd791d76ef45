import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderServices } from './services-pretty.ts';
import type { CauseSummary, ServicesReport } from './services.ts';

const counts = { runs: 0, differs: 0, breaks: 0, unknown: 0 };
const names = Array.from({ length: 100 }, (_, at) => `registry.example.com/platform/service-${at}:1.${at}`);

function hundred(more: Partial<ServicesReport> = {}): ServicesReport {
  const causes = Array.from({ length: 30 }, (_, at): CauseSummary => {
    const met = names.slice(at * 2, at * 2 + 7);
    const what = { rule: 'missing-library', about: `libsome${at}.so.1`, severity: 'error', certainty: 'proven' } as const;
    return {
      id: `c${at}`,
      ...what,
      name: 'own',
      move: 'own',
      base: 'alpine 3.20',
      services: met,
      frees: met,
      message: '',
      fix: `apk add some${at}`,
    };
  });
  return {
    schema: 'basewise-services/1',
    tool: { name: 'basewise', version: '0' },
    places: [
      { name: 'own', move: 'own', verdicts: { ...counts, runs: 60, breaks: 40 } },
      { name: 'debian:13-slim', move: 'carry', verdicts: { ...counts, unknown: 100 } },
      { name: 'debian:13-slim', move: 'rebuild', verdicts: { ...counts, runs: 100 } },
    ],
    services: names.map((name, at) => ({
      name,
      subject: { kind: 'image', name },
      units: [],
      targets: [{ name: 'own', move: 'own', verdict: at < 60 ? 'runs' : 'breaks', causes: [] }],
      unknown: at === 3 ? 2 : 0,
    })),
    causes,
    bases: [
      {
        name: 'alpine 3.20',
        libc: 'musl 1.2.5',
        support: { ends: '2026-04-01', ended: true },
        services: names,
        verdicts: { ...counts, runs: 60, breaks: 40 },
      },
    ],
    failed: Array.from({ length: 20 }, (_, at) => ({
      name: `gone-${at}`,
      subject: `gone-${at}`,
      line: at,
      why: 'it is not there',
      hint: 'x '.repeat(200),
    })),
    ...more,
  };
}

for (const columns of [80, 120]) {
  test(`a hundred services and twenty that could not be judged fit a page of ${columns} columns`, () => {
    const lines = renderServices(hundred(), { colors: false, columns }).split('\n');
    assert.ok(lines.length <= 80, String(lines.length));
    assert.deepEqual(
      lines.filter(({ length }) => length > columns),
      [],
    );
    assert.ok(lines.includes('      7       7  missing-library libsome0.so.1 on alpine 3.20'));
    assert.match(lines.join(' ').replaceAll(/\s+/g, ' '), /100 services \(60 runs, 40 breaks\), out of support since 2026-04-01/);
  });
}

test('a few services have a row each, with every place', () => {
  const few = hundred({ services: hundred().services.slice(58, 62) });
  const rows = renderServices(few, { colors: false, columns: 80 }).split('\n');
  assert.deepEqual(
    rows.filter((line) => line.includes('service-59') || line.includes('service-60')).map((line) => line.trim()),
    ['registry.example.com/platform/service-59:1.59   ✓   ·   ·', 'registry.example.com/platform/service-60:1.60   ✗   ·   ·'],
  );
});

test('names from a list cannot move the cursor', () => {
  const [service] = hundred().services;
  assert.ok(service !== undefined);
  const hostile = hundred({
    services: [{ ...service, name: 'a\u001B[2Jb' }],
    failed: [{ name: 'c\u001B[2J', subject: 'c', why: 'd\u001B[2J' }],
  });
  assert.ok(!renderServices(hostile, { colors: false, columns: 80 }).includes('\u001B'));
});
