import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { test } from 'node:test';
import { parseDockerfile } from '../../src/formats/text/dockerfile/parse-dockerfile.ts';
import { readShellScript } from '../../src/dockerfile/shell/read-script.ts';
import { readDockerfile } from '../../src/dockerfile/read-dockerfile.ts';
import { applyEdits } from '../../src/migrate/edit-list.ts';
import { migrateDockerfile } from '../../src/migrate/migrate-dockerfile.ts';
import type { Migration } from '../../src/migrate/migration.ts';
import { parseTarget } from '../../src/migrate/target.ts';

/**
 * Every Dockerfile of the corpus, to every kind of target: the result parses, its shell texts parse, comments and untouched bytes stay, a second run adds
 * nothing, and no package manager of another base is left without a mark.
 */
const kits = process.env['BASEWISE_KITS'] ?? '../shared';
const corpus = join(kits, 'corpus');
const targets = [
  'debian:13-slim',
  'debian:12-slim',
  'ubuntu:24.04',
  'alpine:3.22',
  'wolfi',
  'ubi9',
  'ubi9-minimal',
  'ubi9-micro',
  'gcr.io/distroless/base-debian13',
  'scratch',
];

for (const to of targets) {
  test(`corpus to ${to}`, { skip: existsSync(corpus) ? false : `no corpus in ${kits}` }, () => {
    const target = parseTarget(to);
    const counts = { files: 0, changed: 0, complete: 0, edits: 0, marks: 0 };
    for (const path of dockerfiles(corpus)) {
      const bytes = readFileSync(path);
      const result = migrateDockerfile(bytes, basename(path), target);
      if (result.kind === 'passed-over') continue;
      const { migration } = result;
      const name = `${relative(corpus, path)} to ${to}`;
      check(migration, name);
      const again = migrateDockerfile(new TextEncoder().encode(migration.after), basename(path), target);
      assert.equal(again.kind, 'migration', name);
      if (again.kind === 'migration') {
        assert.deepEqual(
          again.migration.edits.map(({ line, before, after }) => ({ line, before, after })),
          [],
          `${name}: a second run adds nothing`,
        );
        assert.equal(again.migration.complete, migration.complete, `${name}: the second run says the same`);
      }
      counts.files += 1;
      counts.changed += migration.edits.length > 0 ? 1 : 0;
      counts.complete += migration.complete ? 1 : 0;
      counts.edits += migration.edits.filter(({ rule }) => rule !== 'mark').length;
      counts.marks += migration.marks.length;
    }
    assert.ok(counts.files > 100);
    process.stdout.write(`${to}: ${JSON.stringify(counts)}\n`);
  });
}

function check(migration: Migration, name: string): void {
  const { before, after, edits } = migration;
  assert.equal(applyEdits(before, edits), after, name);
  let at = 0;
  for (const edit of edits) {
    assert.ok(edit.start >= at && edit.end >= edit.start, `${name}: edits overlap at ${edit.line}`);
    assert.equal(before.slice(edit.start, edit.end), edit.before, name);
    assert.notEqual(edit.reason, '', name);
    at = edit.end;
  }
  const old = parseDockerfile(before);
  const read = parseDockerfile(after);
  const problems = (file: typeof old): readonly string[] => file.problems.map(({ code }) => code);
  assert.deepEqual(problems(read), problems(old), `${name}: no new problem`);
  assert.deepEqual(comments(after), comments(before), `${name}: comments stay, in their order`);
  assert.equal(shellProblems(after), shellProblems(before), `${name}: shell texts parse`);
}

/** Lines that are comments, ours left out, without their indentation. */
function comments(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('#') && !line.startsWith('# basewise: '));
}

function shellProblems(text: string): number {
  const reading = readDockerfile(new TextEncoder().encode(text), 'Dockerfile');
  if (reading.kind === 'passed-over') return 0;
  return reading.build.stages
    .flatMap(({ steps }) => steps)
    .flatMap((step) => (step.kind === 'run' && step.script !== null ? readShellScript(step.script.text, step.variables).problems : []))
    .length;
}

function dockerfiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return dockerfiles(path);
    return /dockerfile/i.test(entry.name) ? [path] : [];
  });
}
