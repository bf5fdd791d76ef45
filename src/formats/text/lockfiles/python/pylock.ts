import { budget } from '../limits.ts';
import type { LockedFile, LockedPackage, Lockfile } from '../lockfile.ts';
import { parseToml } from '../parse-data.ts';
import { field, isTable, listOf, requireTable, tableOf, textOf, versionText, wordsOf } from '../plain-values.ts';
import type { Table } from '../plain-values.ts';
import { unknownVersion } from '../unknown-version.ts';
import { fileNameOf } from './file-name.ts';

/** pylock.toml and pylock.NAME.toml (PEP 751), lock-version 1.x. Each entry stands alone with its marker; there is no graph to follow. */
export function readPylock(text: string): Lockfile {
  const lock = requireTable(parseToml(text), 'pylock-bad');
  const version = versionText(field(lock, 'lock-version'));
  if (version === undefined || !/^1\.\d+$/.test(version)) throw unknownVersion('pylock.toml', version);
  const count = budget();
  const packages = listOf(field(lock, 'packages'))
    .filter(isTable)
    .map((entry, i) => {
      count.package();
      return readEntry(String(i), entry);
    });
  const requiresPython = textOf(field(lock, 'requires-python'));
  const environments = wordsOf(field(lock, 'environments'));
  return {
    format: 'pylock',
    version,
    ecosystem: 'python',
    packages,
    roots: packages.map(({ id, name }) => ({ id, name })),
    ...(requiresPython === undefined ? {} : { requiresPython }),
    ...(environments === undefined ? {} : { environments }),
    unresolved: [],
  };
}

function readEntry(id: string, entry: Table): LockedPackage {
  const marker = textOf(field(entry, 'marker'));
  const requiresPython = textOf(field(entry, 'requires-python'));
  const single = field(entry, 'sdist') ?? field(entry, 'archive');
  const wheels = listOf(field(entry, 'wheels'));
  return {
    id,
    name: textOf(field(entry, 'name')) ?? '',
    version: textOf(field(entry, 'version')) ?? null,
    source: sourceOf(entry),
    edges: [],
    files: [single, ...wheels].filter(isTable).flatMap(readFile),
    ...(marker === undefined ? {} : { marker }),
    ...(requiresPython === undefined ? {} : { requiresPython }),
  };
}

function sourceOf(entry: Table): LockedPackage['source'] {
  if (Object.hasOwn(entry, 'vcs')) return 'git';
  if (Object.hasOwn(entry, 'archive')) return 'url';
  const directory = field(entry, 'directory');
  if (isTable(directory)) return field(directory, 'editable') === true || textOf(field(directory, 'path')) === '.' ? 'project' : 'path';
  return 'registry';
}

/** `name` where it is given, else the end of the URL or path. */
function readFile(file: Table): readonly LockedFile[] {
  const place = textOf(field(file, 'url')) ?? textOf(field(file, 'path'));
  const name = textOf(field(file, 'name')) ?? (place === undefined ? undefined : fileNameOf(place));
  const hash = textOf(field(tableOf(field(file, 'hashes')), 'sha256'));
  return name === undefined ? [] : [{ name, ...(hash === undefined ? {} : { hash: `sha256:${hash}` }) }];
}
