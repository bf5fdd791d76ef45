// Reports of real runs fit the published schema, and a damaged one does not.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { buildReport } from '../src/judge/build-report.ts';
import { judgeImage } from '../src/judge/judge-image.ts';
import { elfFile, glibcBase, glibcLoader, imageConfig, muslBase, muslLoader, program } from '../src/judge/literal-bases.suite.ts';
import { buildServices } from '../src/judge/services/build-services.ts';
import { serviceFacts } from '../src/judge/services/service-facts.ts';
import { understand } from '../src/judge/understand.ts';
import type { Report } from '../src/report/report.ts';

const validate = new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync('schema/basewise-report-1.schema.json', 'utf8')) as object);
const read = { layers: 1, files: 3, bytes: 100, passes: 1, complete: true, notes: [] };

function reportOf(): Report {
  const files = {
    '/app': program(glibcLoader),
    '/usr/local/bin/node': program(muslLoader),
    '/srv/node_modules/x/build/Release/x.node': elfFile({ needed: ['libnone.so'] }),
  };
  const software = understand('app', muslBase(files), imageConfig(['/app']));
  const { unit, unknown } = judgeImage(software, [understand('glibc', glibcBase(), null)]);
  return buildReport({ kind: 'image', name: 'app', platform: 'linux/amd64' }, read, [unit], unknown, '0.0.0');
}

test('a report with findings of several rules on three targets is valid', () => {
  const report: unknown = JSON.parse(JSON.stringify(reportOf()));
  assert.ok(validate(report), JSON.stringify(validate.errors?.slice(0, 3)));
});

test('the schema refuses a report without verdicts', () => {
  const report = reportOf();
  const damaged = {
    ...report,
    units: report.units.map((unit) => ({ ...unit, targets: unit.targets.map(({ verdict: _verdict, ...rest }) => rest) })),
  };
  assert.equal(validate(JSON.parse(JSON.stringify(damaged))), false);
});

test('ids are stable across runs and different within one', () => {
  const ids = (): readonly string[] =>
    reportOf().units.flatMap(({ targets }) => targets.flatMap(({ findings }) => findings.map(({ id }) => id)));
  assert.deepEqual(ids(), ids());
  assert.equal(new Set(ids()).size, ids().length);
});

test('the table of many services is valid, and refused without its verdicts', () => {
  const valid = new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync('schema/basewise-services-1.schema.json', 'utf8')) as object);
  const facts = serviceFacts('app', reportOf(), (text) => text);
  const table = buildServices([facts], [{ name: 'line 2', subject: 'x', line: 2, why: 'gone' }], '2026-11-24', '0.0.0');
  assert.ok(table.causes.length > 0);
  assert.ok(valid(JSON.parse(JSON.stringify(table))), JSON.stringify(valid.errors?.slice(0, 3)));
  const damaged = { ...table, places: table.places.map(({ verdicts: _verdicts, ...rest }) => rest) };
  assert.equal(valid(JSON.parse(JSON.stringify(damaged))), false);
});
