import type { MigratedSummary, MigrationBlocker, MigrationsReport, MovedBase } from '../report/migrations.ts';
import type { FailedSubject } from '../report/services.ts';
import type { VerdictChange } from '../report/verdict-change.ts';
import type { Mark, Migration } from './migration.ts';

/** One Dockerfile of many: what came of moving it. */
export interface NamedMigration {
  readonly name: string;
  readonly file: string;
  readonly result:
    | { readonly kind: 'passed-over'; readonly why: string }
    | { readonly kind: 'migrated'; readonly migration: Migration; readonly verdict: VerdictChange | undefined };
}

/** One table of many migrations: who can move, what blocks whom, and which single thing frees most. */
export function buildMigrations(
  to: string,
  migrations: readonly NamedMigration[],
  failed: readonly FailedSubject[],
  version: string,
): MigrationsReport {
  const files = migrations.map(summarize);
  return {
    schema: 'basewise-migrations/1',
    tool: { name: 'basewise', version },
    to,
    files,
    blockers: blockersOf(migrations, files),
    bases: basesOf(migrations),
    failed,
  };
}

function summarize({ name, file, result }: NamedMigration): MigratedSummary {
  if (result.kind === 'passed-over') {
    return { name, file, outcome: 'passed-over', edits: 0, likely: 0, check: null, blockers: [], why: result.why };
  }
  const { migration, verdict } = result;
  const done = migration.edits.filter(({ rule }) => rule !== 'mark');
  const check = verdict === undefined ? null : { before: verdict.before, after: verdict.after };
  const outcome = !migration.complete ? 'blocked' : done.length === 0 ? 'there' : 'moves';
  const likely = done.filter(({ certainty }) => certainty === 'likely').length;
  return {
    name,
    file,
    outcome,
    edits: done.length,
    likely,
    check,
    blockers: [...new Set(todoOf(migration).map(({ text }) => causeOf(text)))],
  };
}

/** What is marked now, and what an earlier run marked and nobody did. */
function todoOf({ marks, open }: Migration): readonly Mark[] {
  return [...marks, ...open];
}

/** Two files with one thing to do differ in the digest that they were pinned to. */
function causeOf(mark: string): string {
  return mark.replace(/@sha256:[0-9a-f]+…?/, '@sha256:…');
}

function blockersOf(migrations: readonly NamedMigration[], summaries: readonly MigratedSummary[]): readonly MigrationBlocker[] {
  const blockers = new Map<string, MigrationBlocker & { readonly files: string[]; readonly frees: string[] }>();
  for (const [at, { name, file, result }] of migrations.entries()) {
    if (result.kind === 'passed-over') continue;
    const own = summaries[at]?.blockers ?? [];
    for (const { text: marked, line } of todoOf(result.migration)) {
      const text = causeOf(marked);
      const blocker = blockers.get(text) ?? { text, files: [], frees: [], where: { file, line } };
      blockers.set(text, blocker);
      if (blocker.files.at(-1) === name) continue;
      blocker.files.push(name);
      if (own.length === 1) blocker.frees.push(name);
    }
  }
  return [...blockers.values()].toSorted(
    (a, b) => b.frees.length - a.frees.length || b.files.length - a.files.length || (a.text < b.text ? -1 : 1),
  );
}

function basesOf(migrations: readonly NamedMigration[]): readonly MovedBase[] {
  const bases = new Map<string, { readonly from: string; readonly to: string | null; readonly files: Set<string> }>();
  for (const { name, result } of migrations) {
    if (result.kind === 'passed-over') continue;
    for (const { from, to, action } of result.migration.stages) {
      if (action !== 'left-alone' && (action !== 'moved' || to === undefined)) continue;
      const key = `${from}\0${to ?? ''}`;
      const base = bases.get(key) ?? { from, to: to ?? null, files: new Set<string>() };
      bases.set(key, base);
      base.files.add(name);
    }
  }
  return [...bases.values()]
    .map(({ files, ...base }) => ({ ...base, files: [...files] }))
    .toSorted((a, b) => b.files.length - a.files.length || (a.from < b.from ? -1 : 1));
}
