import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { BasewiseError } from '../../errors.ts';
import { FormatError } from '../../formats/format-error.ts';
import { migrateDockerfile } from '../../migrate/migrate-dockerfile.ts';
import type { MigrateOptions, MigrationResult } from '../../migrate/migrate-dockerfile.ts';
import type { Migration } from '../../migrate/migration.ts';
import type { Target } from '../../migrate/target.ts';
import type { VerdictChange } from '../../report/verdict-change.ts';
import type { MigrateOptions as CommandOptions } from '../commands/migrate.ts';
import type { CommandIo } from '../io.ts';
import { askRegistries } from './ask-registries.ts';
import { failuresToMark, judgeMigration } from './judge-migration.ts';

export type MigratedFile =
  | { readonly kind: 'passed-over'; readonly why: string }
  | {
      readonly kind: 'migrated';
      /** As they were read. */
      readonly bytes: Uint8Array;
      readonly migration: Migration;
      /** What `check` says of it before and after; undefined where it cannot judge it. */
      readonly verdict: VerdictChange | undefined;
    };

/** One Dockerfile moved, its digests asked for where that is wanted, and judged. Throws BasewiseError where it cannot be read. */
export async function migrateFile(path: string, target: Target, options: CommandOptions, io: CommandIo): Promise<MigratedFile> {
  const bytes = read(path);
  const build = { buildArgs: buildArguments(options.buildArg), ...(options.target === undefined ? {} : { target: options.target }) };
  const run = (more: MigrateOptions): MigrationResult =>
    asFile(bytes, path, () => migrateDockerfile(bytes, basename(path), target, { ...build, ...more }));
  const first = run({});
  if (first.kind === 'passed-over') return { kind: 'passed-over', why: first.why };
  const images = options.online === true ? await askRegistries(first.migration.images, io) : new Map<string, never>();
  const second = images.size === 0 ? first : run({ images });
  if (second.kind === 'passed-over') return { kind: 'passed-over', why: second.why };
  const verdict = judgeMigration(path, second.migration, build);
  const found = verdict === undefined ? [] : failuresToMark(path, second.migration, verdict, options.target);
  const last = found.length === 0 ? second : run({ images, found });
  if (last.kind === 'passed-over') return { kind: 'passed-over', why: last.why };
  return { kind: 'migrated', bytes, migration: last.migration, verdict };
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

function buildArguments(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((each) => {
      const equals = each.indexOf('=');
      if (equals < 1) throw new BasewiseError('bad-usage', `--build-arg ${each} is not NAME=VALUE`);
      return [each.slice(0, equals), each.slice(equals + 1)];
    }),
  );
}
