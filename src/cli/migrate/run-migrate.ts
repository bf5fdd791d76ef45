import { existsSync, writeFileSync } from 'node:fs';
import { packageTableDate } from '../../bases/package-names/package-table.ts';
import { BasewiseError } from '../../errors.ts';
import { sourceBytes } from '../../formats/text/dockerfile/source-text.ts';
import type { Migration } from '../../migrate/migration.ts';
import { parseTarget } from '../../migrate/target.ts';
import { unifiedDiff } from '../../report/migrate-diff.ts';
import { renderMigration } from '../../report/migrate-pretty.ts';
import type { VerdictChange } from '../../report/verdict-change.ts';
import type { MigrateOptions as CommandOptions } from '../commands/migrate.ts';
import type { CommandIo } from '../io.ts';
import { migrateFile } from './migrate-file.ts';

/** Exit 0: everything is translated; 1: something is marked, refused or left alone, would fail where it did not, or it is no Linux Dockerfile. */
export async function runMigrate(path: string, options: CommandOptions, io: CommandIo): Promise<void> {
  const target = parseTarget(options.to);
  if (options.write === true && options.diff === true) {
    throw new BasewiseError('bad-usage', '--diff and --write exclude one another', {
      hint: '--write changes the file, --diff only shows it',
    });
  }
  const migrated = await migrateFile(path, target, options, io);
  if (migrated.kind === 'passed-over') {
    passOver(path, target.words, migrated.why, options, io);
    return;
  }
  const { bytes, migration, verdict } = migrated;
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
