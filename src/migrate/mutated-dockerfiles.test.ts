import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutate, randomNumbers } from '../../tools/mutate.ts';
import { parseDockerfile } from '../formats/text/dockerfile/parse-dockerfile.ts';
import { sourceBytes, sourceText } from '../formats/text/dockerfile/source-text.ts';
import { applyEdits } from './edit-list.ts';
import { migrateDockerfile } from './migrate-dockerfile.ts';
import { fuzzTargets } from './migrate.fuzz.ts';
import { parseTarget } from './target.ts';

const count = Number(process.env['BASEWISE_MUTATIONS'] ?? 2000);

test(`${count} mutated Dockerfiles: edits fit, sound files stay sound, a second run adds nothing`, { timeout: 120_000 }, () => {
  const seeds = fuzzTargets.flatMap((target) => target.seeds());
  const random = randomNumbers(7);
  const targets = ['debian:13-slim', 'alpine:3.22', 'wolfi', 'ubi9-micro', 'gcr.io/distroless/cc-debian12', 'scratch'].map(parseTarget);
  for (let run = 0; run < count; run++) {
    const input = mutate(seeds[run % seeds.length] ?? new Uint8Array(), random, seeds);
    const target = targets[run % targets.length];
    if (target === undefined) return;
    const result = migrateDockerfile(input, 'Dockerfile', target);
    if (result.kind === 'passed-over') continue;
    const { before, after, edits } = result.migration;
    const shown = `${target.words}\n${before}\n---\n${after}`;
    assert.equal(applyEdits(before, edits), after, shown);
    assert.deepEqual(sourceBytes(sourceText(input)), Uint8Array.from(input));
    if (parseDockerfile(before).problems.length > 0) continue;
    assert.deepEqual(parseDockerfile(after).problems, [], shown);
    const again = migrateDockerfile(sourceBytes(after), 'Dockerfile', target);
    assert.equal(again.kind, 'migration', shown);
    if (again.kind === 'migration')
      assert.deepEqual(
        again.migration.edits.map((edit) => [edit.before, edit.after, edit.reason]),
        [],
        shown,
      );
  }
});
