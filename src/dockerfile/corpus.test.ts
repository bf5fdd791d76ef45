import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { sourceBytes } from '../formats/text/dockerfile/source-text.ts';
import { originOffset } from '../formats/text/dockerfile/mapped-text.ts';
import { readDockerfile } from './read-dockerfile.ts';
import type { DockerfileReading } from './read-dockerfile.ts';
import { readShellScript } from './shell/read-script.ts';
import type { Stage } from './stages/build-graph.ts';

const corpus = resolve(import.meta.dirname, '../..', process.env['BASEWISE_KITS'] ?? '../shared', 'corpus');
const absent = existsSync(corpus) ? false : 'the corpus of Dockerfiles is not here (BASEWISE_KITS)';

describe('the corpus', { skip: absent }, () => {
  const readings =
    absent === false
      ? dockerfiles(corpus).map((path) => ({ path, bytes: readFileSync(path), reading: readDockerfile(readFileSync(path), path) }))
      : [];

  it('round-trips to the byte, and every unfolded character leads back', () => {
    assert.ok(readings.length >= 120);
    for (const { path, bytes, reading } of readings) {
      const { file } = reading;
      assert.ok(Buffer.from(sourceBytes(file.pieces.map(({ start, end }) => file.text.slice(start, end)).join(''))).equals(bytes), path);
      for (const { unfolded } of file.instructions) {
        for (let offset = 0; offset < unfolded.text.length; offset += 1) {
          if (file.text[originOffset(unfolded, offset)] !== unfolded.text[offset])
            assert.fail(`${path}: ${unfolded.text.slice(0, 40)} at ${offset}`);
        }
      }
    }
  });

  it('parses every file or says why not', () => {
    const passed = readings.flatMap(({ reading }) => (reading.kind === 'passed-over' ? [reading.reason] : []));
    assert.deepEqual([...new Set(passed)].sort(), ['template', 'windows']);
    for (const { path, reading } of readings) {
      if (reading.kind === 'dockerfile') assert.deepEqual([path, reading.file.problems, reading.build.problems], [path, [], []]);
    }
  });

  it('reads every script without a syntax problem', () => {
    for (const { path, reading } of readings) {
      for (const step of stages(reading).flatMap(({ steps }) => steps)) {
        if (step.kind === 'run' && step.script !== null)
          assert.deepEqual([path, readShellScript(step.script.text, step.variables).problems], [path, []]);
      }
    }
  });

  it('gives at least 86 % of external references a family', () => {
    const families = readings.flatMap(({ reading }) => stages(reading).flatMap((stage) => [...external(stage)]));
    const known = families.filter((family) => family !== 'unknown').length;
    assert.ok(known / families.length >= 0.86, `${known} of ${families.length}`);
  });

  it('agrees with the reader of expected.tsv on what the final stage stands on', () => {
    const rows = readFileSync(join(corpus, 'expected.tsv'), 'utf8').trim().split('\n').slice(1);
    let compared = 0;
    for (const row of rows) {
      const [name = '', expected = ''] = row.split('\t');
      const reading = readings.find(({ path }) => relative(corpus, path) === name)?.reading;
      const root = reading?.kind === 'dockerfile' ? reading.build.target?.root : undefined;
      if (root?.kind !== 'image') continue;
      compared += 1;
      // `musl+glibc`: most of these install glibc into Alpine themselves, which is not the base's doing.
      assert.equal(root.classification.libc?.family, expected.replace(/^musl\+glibc$/, 'musl'), name);
    }
    assert.ok(compared > 40, `${compared}`);
  });
});

function dockerfiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && (/dockerfile/i.test(entry.name) || entry.parentPath.endsWith('dockerfiles')))
    .map(({ parentPath, name }) => join(parentPath, name));
}

function stages(reading: DockerfileReading): readonly Stage[] {
  return reading.kind === 'dockerfile' ? reading.build.stages : [];
}

function* external({ base, steps }: Stage): Iterable<string> {
  if (base.kind === 'image') yield base.classification.family;
  if (base.kind === 'unresolved') yield base.classification?.family ?? 'unknown';
  for (const step of steps) if (step.kind === 'copy' && step.from.kind === 'image') yield step.from.classification.family;
}
