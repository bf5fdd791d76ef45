import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitCodeFor } from './exit-code.ts';
import { elfFile, glibcBase, glibcLoader, imageConfig, muslBase, muslLoader, program } from './literal-bases.suite.ts';
import { judgeImage } from './judge-image.ts';
import { judgeOverview } from './overview.ts';
import type { OverviewTarget } from './overview.ts';
import type { Software } from './software.ts';
import { understand } from './understand.ts';

const glibc = (name: string, key: string): OverviewTarget => ({ key, open: () => ({ ...understand(name, glibcBase(), null) }) });
const musl: OverviewTarget = { key: 'alpine', open: () => understand('alpine:3.20', muslBase(), null) };

function subject(): Software {
  const files = { '/app': program(muslLoader), '/srv/unused.bin': { content: 'x' } };
  return understand('subject', muslBase(files), imageConfig(['/app']));
}

test('one marked target a base, with the artifacts in use alone', () => {
  const targets = judgeOverview(subject(), [musl, glibc('debian:12-slim', 'debian')]);
  assert.deepEqual(
    targets.map(({ name, move, overview, verdict }) => [name, move, overview, verdict]),
    [
      ['alpine:3.20', 'rebuild', true, 'runs'],
      ['debian:12-slim', 'rebuild', true, 'breaks'],
    ],
  );
  assert.deepEqual(targets[0]?.artifacts.map(({ path }) => path), ['/app']); // prettier-ignore
});

test('bases with one key share the answer under their own names', () => {
  const [first, second] = judgeOverview(subject(), [glibc('almalinux:9', 'el9'), glibc('rockylinux:9', 'el9')]);
  assert.equal(second?.name, 'rockylinux:9');
  assert.equal(second.findings.length, first?.findings.length);
  assert.ok(second.findings.every(({ id }) => id.includes(':rockylinux:9:')));
});

test('the exit code looks at what was asked for', () => {
  const software = subject();
  const { unit } = judgeImage(software, []);
  const overview = judgeOverview(software, [glibc('debian:12-slim', 'debian')]);
  assert.equal(overview[0]?.verdict, 'breaks');
  const report = (targets: typeof unit.targets): Parameters<typeof exitCodeFor>[0] => ({
    schema: 'basewise-report/1',
    tool: { name: 'basewise', version: '0' },
    subject: { kind: 'image', name: 'subject' },
    read: { layers: 1, files: 1, bytes: 1, passes: 1, complete: true },
    units: [{ ...unit, targets }],
    unknown: [],
  });
  assert.equal(exitCodeFor(report([...unit.targets, ...overview]), 'note'), 0);
  assert.equal(exitCodeFor(report([...unit.targets, ...overview.map((each) => ({ ...each, overview: false }))]), 'error'), 1);
});

test('a base without an application has no overview', () => {
  assert.deepEqual(judgeOverview(understand('alpine', muslBase(), null), [musl]), []);
  assert.equal(judgeOverview(understand('lib', muslBase({ '/srv/a.so': elfFile({ needed: [] }) }), null), [musl]).length, 1);
});

test('a dynamic program for glibc runs on glibc alone', () => {
  const software = understand('subject', glibcBase({ '/app': program(glibcLoader) }), imageConfig(['/app']));
  assert.deepEqual(
    judgeOverview(software, [musl, glibc('debian:12-slim', 'debian')]).map(({ verdict }) => verdict),
    ['breaks', 'runs'],
  );
});
