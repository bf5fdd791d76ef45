import { budget } from '../limits.ts';
import type { Edge, LockedFile, LockedPackage, Lockfile } from '../lockfile.ts';
import { parseToml } from '../parse-data.ts';
import { field, isTable, listOf, requireTable, tableOf, textOf, versionText, wordsOf } from '../plain-values.ts';
import type { Table } from '../plain-values.ts';
import { unknownVersion } from '../unknown-version.ts';
import { fileNameOf } from './file-name.ts';

/** uv.lock, version 1 with any revision (uv reads later revisions of a version too). */
export function readUvLock(text: string): Lockfile {
  const lock = requireTable(parseToml(text), 'uv-lock-bad');
  const version = versionText(field(lock, 'version'));
  if (version !== '1') throw unknownVersion('uv.lock', version);
  const entries = listOf(field(lock, 'package')).filter(isTable);
  const find = finder(entries);
  const count = budget();
  const packages: LockedPackage[] = [];
  const roots: Edge[] = [];
  for (const [i, entry] of entries.entries()) {
    count.package();
    const edges = edgesOf(entry, find, count.edge);
    const own = readEntry(String(i), entry, edges);
    packages.push(own);
    if (own.source === 'project') roots.push({ name: own.name, id: own.id });
  }
  const requiresPython = textOf(field(lock, 'requires-python'));
  const environments = wordsOf(field(lock, 'supported-markers'));
  const revision = versionText(field(lock, 'revision'));
  return {
    format: 'uv-lock',
    version: revision === undefined ? version : `${version}.${revision}`,
    ecosystem: 'python',
    packages,
    // A lock of a script has no project among its packages; its requirements stand in the manifest.
    roots: roots.length > 0 ? roots : manifestRoots(lock, find),
    ...(requiresPython === undefined ? {} : { requiresPython }),
    ...(environments === undefined ? {} : { environments }),
    unresolved: [],
  };
}

type Find = (name: string, version: string | undefined, source: string | undefined) => readonly string[];

/** A dependency says version and source only where the name alone leaves a choice. */
function finder(entries: readonly Table[]): Find {
  const byName = Map.groupBy(
    entries.map((entry, i) => ({ id: String(i), entry })),
    ({ entry }) => textOf(field(entry, 'name')) ?? '',
  );
  return (name, version, source) =>
    (byName.get(name) ?? [])
      .filter(({ entry }) => version === undefined || textOf(field(entry, 'version')) === version)
      .filter(({ entry }) => source === undefined || JSON.stringify(field(entry, 'source')) === source)
      .map(({ id }) => id);
}

function edgesOf(entry: Table, find: Find, count: () => void): readonly Edge[] {
  const edges: Edge[] = [];
  const add = (list: unknown, more: Partial<Edge>): void => {
    for (const dependency of listOf(list).filter(isTable)) edges.push(...readEdges(dependency, find, count, more));
  };
  add(field(entry, 'dependencies'), {});
  for (const [extra, list] of Object.entries(tableOf(field(entry, 'optional-dependencies')))) add(list, { extra });
  for (const list of Object.values(tableOf(field(entry, 'dev-dependencies')))) add(list, { development: true });
  return edges;
}

function* readEdges(dependency: Table, find: Find, count: () => void, more: Partial<Edge>): Generator<Edge> {
  const name = textOf(field(dependency, 'name')) ?? '';
  const version = textOf(field(dependency, 'version'));
  const source = field(dependency, 'source');
  const marker = textOf(field(dependency, 'marker'));
  const extras = wordsOf(field(dependency, 'extra'));
  for (const id of find(name, version, source === undefined ? undefined : JSON.stringify(source))) {
    count();
    yield {
      name,
      id,
      ...(version === undefined ? {} : { wanted: version }),
      ...(marker === undefined ? {} : { marker }),
      ...(extras === undefined ? {} : { extras }),
      ...more,
    };
  }
}

function manifestRoots(lock: Table, find: Find): readonly Edge[] | null {
  const requirements = listOf(field(tableOf(field(lock, 'manifest')), 'requirements')).filter(isTable);
  if (requirements.length === 0) return null;
  return requirements.flatMap((each) => [...readEdges(each, find, () => undefined, {})]);
}

function readEntry(id: string, entry: Table, edges: readonly Edge[]): LockedPackage {
  const source = tableOf(field(entry, 'source'));
  const markers = wordsOf(field(entry, 'resolution-markers'));
  const wheels = listOf(field(entry, 'wheels')).filter(isTable);
  const sdist = field(entry, 'sdist');
  return {
    id,
    name: textOf(field(entry, 'name')) ?? '',
    version: textOf(field(entry, 'version')) ?? null,
    source: sourceOf(source),
    edges,
    files: [...(isTable(sdist) ? [sdist] : []), ...wheels].flatMap((file) => readFile(file, source)),
    ...(markers === undefined ? {} : { marker: markers.map((marker) => `(${marker})`).join(' or ') }),
  };
}

function sourceOf(source: Table): LockedPackage['source'] {
  const has = (name: string): boolean => Object.hasOwn(source, name);
  if (has('virtual') || has('editable')) return 'project';
  if (has('git')) return 'git';
  if (has('url')) return 'url';
  if (has('directory')) return 'path';
  return 'registry';
}

function readFile(file: Table, source: Table): readonly LockedFile[] {
  // A direct URL or path names its one file at the source.
  const place =
    textOf(field(file, 'filename')) ??
    textOf(field(file, 'url')) ??
    textOf(field(file, 'path')) ??
    textOf(field(source, 'url')) ??
    textOf(field(source, 'path'));
  const hash = textOf(field(file, 'hash'));
  return place === undefined ? [] : [{ name: fileNameOf(place), ...(hash === undefined ? {} : { hash }) }];
}
