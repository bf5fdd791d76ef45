import { FormatError } from '../../../format-error.ts';
import { budget } from '../limits.ts';
import type { LockedPackage, Lockfile } from '../lockfile.ts';
import { parseJson } from '../parse-data.ts';
import { field, isTable, listOf, requireTable, tableOf, textOf } from '../plain-values.ts';
import type { Table } from '../plain-values.ts';

/** composer.lock. Its packages are PHP sources; `ext-…` names what the interpreter must bring. */
export function readComposerLock(text: string): Lockfile {
  const lock = requireTable(parseJson(text), 'composer-lock-bad');
  if (!Array.isArray(field(lock, 'packages'))) throw new FormatError('composer-lock-bad', 0, 'this composer.lock has no packages');
  const count = budget();
  const extensions = new Set(Object.keys(tableOf(field(lock, 'platform'))));
  const read = (list: unknown, development: boolean): readonly LockedPackage[] =>
    listOf(list)
      .filter(isTable)
      .map((entry) => {
        count.package();
        if (!development) for (const name of Object.keys(tableOf(field(entry, 'require')))) extensions.add(name);
        return readEntry(entry, development);
      });
  const packages = [...read(field(lock, 'packages'), false), ...read(field(lock, 'packages-dev'), true)];
  return {
    format: 'composer-lock',
    version: textOf(field(lock, 'plugin-api-version')) ?? null,
    ecosystem: 'php',
    packages,
    roots: null,
    extensions: [...extensions].filter((name) => name.startsWith('ext-')).toSorted(),
    unresolved: [],
  };
}

function readEntry(entry: Table, development: boolean): LockedPackage {
  const name = textOf(field(entry, 'name')) ?? '';
  const version = textOf(field(entry, 'version')) ?? null;
  return {
    id: `${development ? 'dev/' : ''}${name}`,
    name,
    version,
    source: textOf(field(tableOf(field(entry, 'dist')), 'type')) === 'path' ? 'path' : 'registry',
    edges: Object.keys(tableOf(field(entry, 'require'))).map((name) => ({ name })),
    ...(development ? { development } : {}),
  };
}
