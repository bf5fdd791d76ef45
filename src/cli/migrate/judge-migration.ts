import { basename, dirname } from 'node:path';
import type { BuildOptions } from '../../dockerfile/stages/build-graph.ts';
import { BasewiseError } from '../../errors.ts';
import { FormatError } from '../../formats/format-error.ts';
import { sourceBytes } from '../../formats/text/dockerfile/source-text.ts';
import { compareVerdicts } from '../../judge/compare-verdicts.ts';
import { judgeDockerfile } from '../../judge/judge-dockerfile.ts';
import { offsetBefore } from '../../migrate/edit-list.ts';
import type { FoundProblem } from '../../migrate/migrate-dockerfile.ts';
import type { Migration } from '../../migrate/migration.ts';
import type { Unit } from '../../report/report.ts';
import { isFailure } from '../../report/verdict-change.ts';
import type { VerdictChange } from '../../report/verdict-change.ts';
import { readBuildFolder } from '../../subjects/read-build-folder.ts';

/** What `check` says of a Dockerfile before and after its migration; the file's folder is the build context, as `check` takes it. */
export function judgeMigration(path: string, { before, after }: Migration, options: BuildOptions): VerdictChange | undefined {
  const folder = readBuildFolder(dirname(path), '');
  const today = new Date().toISOString().slice(0, 10);
  const judge = (text: string): Unit | undefined => {
    const name = basename(path);
    try {
      return judgeDockerfile({ name, bytes: sourceBytes(text), folder, on: [], options, today }).units[0];
    } catch (error) {
      // A stage that is not there was not migrated either; what cannot be read was refused before.
      if (error instanceof BasewiseError || error instanceof FormatError) return undefined;
      throw error;
    }
  };
  return compareVerdicts(judge(before), judge(after));
}

/** New failures, each with the place in the text before above which it is to be said; what lies in another file belongs to the built stage. */
export function failuresToMark(
  path: string,
  { before, after, edits, stages }: Migration,
  { appeared }: VerdictChange,
  target: string | undefined,
): readonly FoundProblem[] {
  const built = stages.find(({ name }) => name !== undefined && name === target) ?? stages.at(-1);
  return appeared.filter(isFailure).map(({ where, message }) => {
    const place = where.flatMap((each) => ('file' in each && each.file === basename(path) ? [each.line] : []))[0];
    const offset = place === undefined ? offsetOf(before, built?.line ?? 1) : offsetBefore(edits, offsetOf(after, place));
    return { offset, text: `check: ${message}` };
  });
}

function offsetOf(text: string, line: number): number {
  let at = 0;
  for (let passed = 1; passed < line; passed += 1) {
    const next = text.indexOf('\n', at);
    if (next === -1) break;
    at = next + 1;
  }
  return at;
}
