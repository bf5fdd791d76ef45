import { budget } from '../limits.ts';
import type { Edge, LockedFile, LockedPackage, Lockfile } from '../lockfile.ts';
import { parseToml } from '../parse-data.ts';
import { field, isTable, listOf, requireTable, tableOf, textOf, versionText, wordsOf } from '../plain-values.ts';
import type { Table } from '../plain-values.ts';
import { unknownVersion } from '../unknown-version.ts';
import { fileNameOf } from './file-name.ts';
import { normalizeName } from './requirement.ts';

/**
 * poetry.lock with lock-version 1.0 to 2.1: before 2.0 file names can stand under `[metadata.files]`, markers stand only with who asks; since 2.1 packages carry
 * `markers` and `groups`. What the project asks for is not in the file.
 */
export function readPoetryLock(text: string): Lockfile {
  const lock = requireTable(parseToml(text), 'poetry-lock-bad');
  const metadata = tableOf(field(lock, 'metadata'));
  const version = versionText(field(metadata, 'lock-version')) ?? (Object.hasOwn(metadata, 'content-hash') ? '1.0' : undefined);
  if (version === undefined || !/^(?:1\.[01]|2\.[01])$/.test(version)) throw unknownVersion('poetry.lock', version);
  const entries = listOf(field(lock, 'package')).filter(isTable);
  const byName = Map.groupBy([...entries.keys()], (i) => normalizeName(textOf(field(entries[i] ?? {}, 'name')) ?? ''));
  const separateFiles = tableOf(field(metadata, 'files'));
  const count = budget();
  const packages = entries.map((entry, i): LockedPackage => {
    count.package();
    return readEntry(String(i), entry, separateFiles, edgesOf(entry, byName, count.edge));
  });
  const requiresPython = textOf(field(metadata, 'python-versions'));
  return {
    format: 'poetry-lock',
    version,
    ecosystem: 'python',
    packages,
    roots: null,
    markersOnPackages: version === '2.1',
    ...(requiresPython === undefined ? {} : { requiresPython }),
    unresolved: [],
  };
}

function readEntry(id: string, entry: Table, separateFiles: Table, edges: readonly Edge[]): LockedPackage {
  const name = textOf(field(entry, 'name')) ?? '';
  const source = tableOf(field(entry, 'source'));
  const markers = readMarkers(field(entry, 'markers'));
  const requiresPython = textOf(field(entry, 'python-versions'));
  const groups = wordsOf(field(entry, 'groups'));
  const development = textOf(field(entry, 'category')) === 'dev' || (groups !== undefined && !groups.includes('main'));
  const files = Array.isArray(field(entry, 'files'))
    ? field(entry, 'files')
    : (field(separateFiles, name) ?? field(separateFiles, normalizeName(name)));
  return {
    id,
    name,
    version: textOf(field(entry, 'version')) ?? null,
    source: sourceOf(source),
    edges,
    files: listOf(files).filter(isTable).flatMap(readFile),
    ...(markers === undefined ? {} : { marker: markers }),
    ...(requiresPython === undefined ? {} : { requiresPython }),
    ...(field(entry, 'optional') === true ? { optional: true } : {}),
    ...(development ? { development: true } : {}),
  };
}

/** One marker for all groups, or one for each. */
function readMarkers(value: unknown): string | undefined {
  if (!isTable(value)) return textOf(value);
  const each = Object.values(value).filter((marker): marker is string => typeof marker === 'string');
  return each.length === 0 ? undefined : each.map((marker) => (marker === '' ? "python_version >= '0'" : `(${marker})`)).join(' or ');
}

function sourceOf(source: Table): LockedPackage['source'] {
  const type = textOf(field(source, 'type'));
  if (type === 'git') return 'git';
  if (type === 'url') return 'url';
  return type === 'file' || type === 'directory' ? 'path' : 'registry';
}

function readFile(file: Table): readonly LockedFile[] {
  const name = textOf(field(file, 'file')) ?? textOf(field(file, 'url'));
  const hash = textOf(field(file, 'hash'));
  return name === undefined ? [] : [{ name: fileNameOf(name), ...(hash === undefined ? {} : { hash }) }];
}

function edgesOf(entry: Table, byName: ReadonlyMap<string, readonly number[]>, count: () => void): readonly Edge[] {
  const edges: Edge[] = [];
  for (const [name, value] of Object.entries(tableOf(field(entry, 'dependencies')))) {
    for (const each of Array.isArray(value) ? listOf(value) : [value]) {
      const table = tableOf(each);
      const wanted = textOf(each) ?? textOf(field(table, 'version'));
      const marker = textOf(field(table, 'markers'));
      const extras = wordsOf(field(table, 'extras'));
      const optional = field(table, 'optional') === true;
      for (const target of byName.get(normalizeName(name)) ?? []) {
        count();
        edges.push({
          name,
          id: String(target),
          ...(wanted === undefined ? {} : { wanted }),
          ...(marker === undefined ? {} : { marker }),
          ...(extras === undefined ? {} : { extras }),
          ...(optional ? { optional } : {}),
        });
      }
    }
  }
  return edges;
}
