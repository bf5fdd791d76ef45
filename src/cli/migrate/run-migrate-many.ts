import { setImmediate } from 'node:timers/promises';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BasewiseError } from '../../errors.ts';
import { buildMigrations } from '../../migrate/build-migrations.ts';
import type { NamedMigration } from '../../migrate/build-migrations.ts';
import { parseTarget } from '../../migrate/target.ts';
import { renderMigrations } from '../../report/migrations-pretty.ts';
import type { FailedSubject } from '../../report/services.ts';
import { findFiles } from '../check/find-files.ts';
import { failedSubject } from '../check/failed-subject.ts';
import type { NamedSubject, NamedSubjects } from '../check/subjects-of.ts';
import type { MigrateOptions } from '../commands/migrate.ts';
import type { CommandIo } from '../io.ts';
import { version } from '../version.ts';
import { migrateFile } from './migrate-file.ts';

/**
 * Shows what would become of every Dockerfile of many repositories; changes none. Exit 0: all of them can move or are there; 1: one needs a hand, is passed over or could not be read;
 * 2: none could be read.
 */
export async function runMigrateMany({ subjects, failed: badLines }: NamedSubjects, options: MigrateOptions, io: CommandIo): Promise<void> {
  if (options.write === true || options.diff === true) {
    throw new BasewiseError('bad-usage', 'many Dockerfiles are neither changed nor shown as a diff in one run', {
      hint: 'look at the table first, then migrate one after the other with --write',
    });
  }
  const target = parseTarget(options.to);
  const migrations: NamedMigration[] = [];
  const failed: FailedSubject[] = [...badLines];
  for (const [at, named] of subjects.entries()) {
    // A signal is heard between two subjects.
    await setImmediate();
    io.progress.update(`${at + 1}/${subjects.length} ${named.name}`);
    try {
      for (const { name, file } of dockerfilesOf(named)) {
        const result = await migrateFile(file, target, options, io);
        migrations.push({ name, file, result });
      }
    } catch (error) {
      if (!(error instanceof BasewiseError)) throw error;
      failed.push(failedSubject(named, error));
    }
  }
  const report = buildMigrations(target.words, migrations, failed, version);
  io.out(options.format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : renderMigrations(report, io));
  const isDone = failed.length === 0 && report.files.every(({ outcome }) => outcome === 'moves' || outcome === 'there');
  io.exitWith(migrations.length === 0 ? 2 : isDone ? 0 : 1);
}

/** The file that was named, or every Dockerfile of a folder, which the table names by the folder where there is one alone. */
function dockerfilesOf({ subject, name }: NamedSubject): readonly { readonly name: string; readonly file: string }[] {
  const path = subject.replace(/^(?:dockerfile|repo):/, '');
  if (!existsSync(path)) throw new BasewiseError('no-such-file', 'there is no such Dockerfile or folder', { path });
  if (!statSync(path).isDirectory()) return [{ name, file: path }];
  const { dockerfiles } = findFiles(path);
  if (dockerfiles.length === 0) throw new BasewiseError('no-such-file', 'the folder has no Dockerfile', { path });
  return dockerfiles.map((found) => ({ name: dockerfiles.length === 1 ? name : join(name, found), file: join(path, found) }));
}
