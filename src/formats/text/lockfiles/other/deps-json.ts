import { FormatError } from '../../../format-error.ts';
import { budget } from '../limits.ts';
import type { LockedFile, LockedPackage, Lockfile } from '../lockfile.ts';
import { parseJson } from '../parse-data.ts';
import { field, isTable, requireTable, tableOf, textOf } from '../plain-values.ts';
import type { Table } from '../plain-values.ts';

/**
 * `*.deps.json` of a published application, and project.assets.json, which has the same `targets`: every native file of every package with the runtime identifier that
 * it is for. A target `framework/rid` holds what was published for that one.
 */
export function readDepsJson(text: string): Lockfile {
  const lock = requireTable(parseJson(text), 'deps-json-bad');
  const targets = field(lock, 'targets');
  if (!isTable(targets)) throw new FormatError('deps-json-bad', 0, 'this deps.json has no targets');
  const named = textOf(field(tableOf(field(lock, 'runtimeTarget')), 'name'));
  const libraries = tableOf(field(lock, 'libraries'));
  const count = budget();
  const packages = new Map<string, LockedPackage>();
  for (const [target, entries] of Object.entries(targets)) {
    if (named !== undefined && target !== named) continue;
    const rid = target.includes('/') ? target.slice(target.indexOf('/') + 1) : undefined;
    for (const [id, value] of Object.entries(tableOf(entries))) {
      count.package();
      packages.set(id, readEntry(id, tableOf(value), tableOf(field(libraries, id)), rid));
    }
  }
  const platforms = named?.includes('/') === true ? [named.slice(named.indexOf('/') + 1)] : undefined;
  return {
    format: 'deps-json',
    version: null,
    ecosystem: 'dotnet',
    packages: [...packages.values()],
    roots: null,
    ...(platforms === undefined ? {} : { platforms }),
    unresolved: [],
  };
}

function readEntry(id: string, entry: Table, library: Table, rid: string | undefined): LockedPackage {
  const place = id.lastIndexOf('/');
  const files: LockedFile[] = [];
  for (const [path, value] of Object.entries(tableOf(field(entry, 'runtimeTargets')))) {
    const own = textOf(field(tableOf(value), 'rid'));
    if (textOf(field(tableOf(value), 'assetType')) === 'native') files.push({ name: path, ...(own === undefined ? {} : { rid: own }) });
  }
  for (const path of Object.keys(tableOf(field(entry, 'native')))) {
    const own = /^runtimes\/([^/]+)\//.exec(path)?.[1] ?? rid;
    files.push({ name: path, ...(own === undefined ? {} : { rid: own }) });
  }
  const type = textOf(field(library, 'type')) ?? textOf(field(entry, 'type'));
  return {
    id,
    name: place === -1 ? id : id.slice(0, place),
    version: place === -1 ? null : id.slice(place + 1),
    source: type === 'project' ? 'project' : 'registry',
    edges: Object.keys(tableOf(field(entry, 'dependencies'))).map((name) => ({ name })),
    files,
  };
}
