import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packageTableDate } from '../../bases/package-names/package-table.ts';
import { BasewiseError } from '../../errors.ts';
import { FormatError } from '../../formats/format-error.ts';
import { sourceBytes } from '../../formats/text/dockerfile/source-text.ts';
import { migrateDockerfile } from '../../migrate/migrate-dockerfile.ts';
import type { MigrateOptions, MigrationResult } from '../../migrate/migrate-dockerfile.ts';
import type { Migration } from '../../migrate/migration.ts';
import { parseTarget } from '../../migrate/target.ts';
import { unifiedDiff } from '../../report/migrate-diff.ts';
import { renderMigration } from '../../report/migrate-pretty.ts';
import type { VerdictChange } from '../../report/verdict-change.ts';
import type { MigrateOptions as CommandOptions } from '../commands/migrate.ts';
import type { CommandIo } from '../io.ts';
import { askRegistries } from './ask-registries.ts';
import { failuresToMark, judgeMigration } from './judge-migration.ts';

/** Exit 0: everything is translated; 1: something is marked, refused or left alone, would fail where it did not, or it is no Linux Dockerfile. */
export async function runMigrate(dockerfile: string, options: CommandOptions, io: CommandIo): Promise<void> {
  const target = parseTarget(options.to);
  if (options.write === true && options.diff === true) {
    throw new BasewiseError('bad-usage', '--diff and --write exclude one another', {
      hint: '--write changes the file, --diff only shows it',
    });
  }
  const path = dockerfilePath(dockerfile.replace(/^(?:dockerfile|repo):/, ''));
  const bytes = read(path);
  const build = { buildArgs: buildArguments(options.buildArg), ...(options.target === undefined ? {} : { target: options.target }) };
  const run = (more: MigrateOptions): MigrationResult =>
    asFile(bytes, path, () => migrateDockerfile(bytes, basename(path), target, { ...build, ...more }));
  const first = run({});
  if (first.kind === 'passed-over') {
    passOver(path, target.words, first.why, options, io);
    return;
  }
  const images = options.online === true ? await askRegistries(first.migration.images, io) : new Map<string, never>();
  const second = images.size === 0 ? first : run({ images });
  if (second.kind === 'passed-over') return;
  const verdict = judgeMigration(path, second.migration, build);
  const found = verdict === undefined ? [] : failuresToMark(path, second.migration, verdict, options.target);
  const last = found.length === 0 ? second : run({ images, found });
  if (last.kind === 'passed-over') return;
  const { migration } = last;
  if (options.write === true) write(path, bytes, migration);
  print(path, migration, verdict, options, io);
  io.exitWith(migration.complete ? 0 : 1);
}

function passOver(path: string, to: string, why: string, { format }: CommandOptions, io: CommandIo): void {
  const json = { file: path, to, complete: false, passedOver: why, edits: [] };
  io.out(format === 'json' ? `${JSON.stringify(json, null, 2)}\n` : '');
  io.problem(`basewise: ${path} is passed over: ${why}\n`);
  io.exitWith(1);
}

function print(path: string, migration: Migration, verdict: VerdictChange | undefined, options: CommandOptions, io: CommandIo): void {
  const { before, after: text, edits, target, ...rest } = migration;
  const diff = unifiedDiff(path.replace(/^\.?\//, ''), before, edits);
  if (options.format === 'json') {
    const shown = edits.map(({ start: _start, end: _end, before: was, ...edit }) => ({ ...edit, before: was }));
    const head = { file: path, to: target.words, reference: target.reference, packageNames: packageTableDate };
    io.out(`${JSON.stringify({ ...head, ...rest, check: verdict ?? null, edits: shown, diff, text }, null, 2)}\n`);
    return;
  }
  if (options.write !== true) io.out(diff);
  // The diff alone goes to a pipe into `patch`; the words go beside it.
  (options.write === true ? io.out : io.problem)(renderMigration(migration, path, verdict));
}

function dockerfilePath(given: string): string {
  if (!existsSync(given)) throw new BasewiseError('no-such-file', 'there is no such Dockerfile', { path: given });
  if (!statSync(given).isDirectory()) return given;
  const found = ['Dockerfile', 'Containerfile', 'dockerfile'].map((name) => join(given, name)).find((path) => existsSync(path));
  if (found === undefined)
    throw new BasewiseError('no-such-file', 'the folder has no Dockerfile', { path: given, hint: 'name the file itself' });
  return found;
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new BasewiseError('cannot-read', 'the Dockerfile could not be read', { path, cause });
  }
}

function asFile(bytes: Uint8Array, path: string, run: () => MigrationResult): MigrationResult {
  try {
    return run();
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new BasewiseError(cause.code, cause.message, { path, cause, hint: `${bytes.length} bytes were read` });
  }
}

/** The backup is made once: a second run must not overwrite the original with a migrated file. */
function write(path: string, bytes: Uint8Array, { edits, after }: Migration): void {
  if (edits.length === 0) return;
  const backup = `${path}.bak`;
  try {
    if (!existsSync(backup)) writeFileSync(backup, bytes);
    writeFileSync(path, sourceBytes(after));
  } catch (cause) {
    throw new BasewiseError('cannot-write', 'the Dockerfile could not be written', { path, cause });
  }
}

function buildArguments(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((each) => {
      const equals = each.indexOf('=');
      if (equals < 1) throw new BasewiseError('bad-usage', `--build-arg ${each} is not NAME=VALUE`);
      return [each.slice(0, equals), each.slice(equals + 1)];
    }),
  );
}
