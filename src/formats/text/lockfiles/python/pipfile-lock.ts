import { budget } from '../limits.ts';
import type { LockedPackage, Lockfile } from '../lockfile.ts';
import { parseJson } from '../parse-data.ts';
import { field, isTable, requireTable, tableOf, textOf, versionText, wordsOf } from '../plain-values.ts';
import type { Table } from '../plain-values.ts';
import { unknownVersion } from '../unknown-version.ts';
import { fileNameOf } from './file-name.ts';
import { pinnedVersion } from './requirement.ts';

/** Pipfile.lock of pipfile-spec 6: groups of packages with digests and no file names. */
export function readPipfileLock(text: string): Lockfile {
  const lock = requireTable(parseJson(text), 'pipfile-lock-bad');
  const meta = tableOf(field(lock, '_meta'));
  const version = versionText(field(meta, 'pipfile-spec'));
  if (version !== '6') throw unknownVersion('Pipfile.lock', version);
  const count = budget();
  const packages = Object.entries(lock)
    .filter(([group]) => group !== '_meta')
    .flatMap(([group, value]) =>
      Object.entries(tableOf(value))
        .filter((pair): pair is [string, Table] => isTable(pair[1]))
        .map(([name, entry]) => {
          count.package();
          return readEntry(`${group}/${name}`, name, entry, group !== 'default');
        }),
    );
  const requires = tableOf(field(meta, 'requires'));
  const python = textOf(field(requires, 'python_version'));
  return {
    format: 'pipfile-lock',
    version,
    ecosystem: 'python',
    packages,
    roots: packages.map(({ id, name }) => ({ id, name })),
    ...(python === undefined || !/^\d+\.\d+$/.test(python) ? {} : { requiresPython: `==${python}.*` }),
    unresolved: [],
  };
}

function readEntry(id: string, name: string, entry: Table, development: boolean): LockedPackage {
  const version = pinnedVersion(textOf(field(entry, 'version')) ?? '');
  const marker = textOf(field(entry, 'markers'));
  const hashes = wordsOf(field(entry, 'hashes'));
  const file = textOf(field(entry, 'file'));
  return {
    id,
    name,
    version,
    source: sourceOf(entry),
    edges: [],
    ...(file === undefined ? {} : { files: [{ name: fileNameOf(file) }] }),
    ...(hashes === undefined ? {} : { hashes }),
    ...(marker === undefined ? {} : { marker }),
    ...(development ? { development } : {}),
  };
}

function sourceOf(entry: Table): LockedPackage['source'] {
  if (['git', 'hg', 'svn', 'bzr'].some((name) => Object.hasOwn(entry, name))) return 'git';
  if (Object.hasOwn(entry, 'file')) return 'url';
  return Object.hasOwn(entry, 'path') ? (field(entry, 'editable') === true ? 'project' : 'path') : 'registry';
}
