import { budget } from '../limits.ts';
import type { Edge, LockedPackage, Lockfile } from '../lockfile.ts';
import { parseJson } from '../parse-data.ts';
import { field, isTable, requireTable, tableOf, textOf, versionText, wordsOf } from '../plain-values.ts';
import type { Table } from '../plain-values.ts';
import { unknownVersion } from '../unknown-version.ts';
import { dependencyFields, engineOf, sourceOf } from './dependency-fields.ts';
import { readTree } from './package-lock-tree.ts';

/** package-lock.json and npm-shrinkwrap.json, versions 1 to 3. Throws FormatError `json-bad`, `lockfile-…`. */
export function readPackageLock(text: string): Lockfile {
  const lock = requireTable(parseJson(text), 'package-lock-bad');
  const version = versionText(field(lock, 'lockfileVersion'));
  // The oldest shrinkwraps say no version and are like 1.
  if (version === undefined ? isTable(field(lock, 'dependencies')) : version === '1') return readTree(lock, version ?? null);
  if (version !== '2' && version !== '3') throw unknownVersion('package-lock.json', version);
  const entries = tableOf(field(lock, 'packages'));
  const count = budget();
  const packages: LockedPackage[] = [];
  for (const [path, value] of Object.entries(entries)) {
    if (path === '' || !isTable(value) || field(value, 'link') === true) continue;
    count.package();
    packages.push(readEntry(path, value, entries, count.edge));
  }
  const root = tableOf(field(entries, ''));
  const roots = dependencyFields(root, true).map((edge) => resolved(edge, '', entries));
  return { format: 'package-lock', version, ecosystem: 'node', packages, roots, unresolved: [] };
}

function readEntry(path: string, entry: Table, entries: Table, count: () => void): LockedPackage {
  const place = path.lastIndexOf('node_modules/');
  const edges = dependencyFields(entry, false).map((edge) => {
    count();
    return resolved(edge, path, entries);
  });
  const source = place === -1 ? 'project' : sourceOf(textOf(field(entry, 'resolved')));
  const os = wordsOf(field(entry, 'os'));
  const cpu = wordsOf(field(entry, 'cpu'));
  const libc = wordsOf(field(entry, 'libc'));
  const integrity = textOf(field(entry, 'integrity'));
  const either = field(entry, 'devOptional') === true;
  return {
    id: path,
    name: textOf(field(entry, 'name')) ?? (place === -1 ? path : path.slice(place + 'node_modules/'.length)),
    version: textOf(field(entry, 'version')) ?? null,
    source,
    edges,
    ...(os === undefined ? {} : { os }),
    ...(cpu === undefined ? {} : { cpu }),
    ...(libc === undefined ? {} : { libc }),
    ...(field(entry, 'optional') === true || either ? { optional: true } : {}),
    ...(field(entry, 'dev') === true ? { development: true } : {}),
    ...engineOf(entry),
    ...(field(entry, 'hasInstallScript') === true ? { installScript: true } : {}),
    ...(integrity === undefined ? {} : { integrity }),
  };
}

/** Node's own search: `node_modules` beside the asking package, then in each folder above it. */
function resolved(edge: Edge, from: string, entries: Table): Edge {
  for (let folder: string | null = from; folder !== null; folder = folderAbove(folder)) {
    const id = folder === '' ? `node_modules/${edge.name}` : `${folder}/node_modules/${edge.name}`;
    const found = field(entries, id);
    if (!isTable(found)) continue;
    const target = field(found, 'link') === true ? textOf(field(found, 'resolved')) : undefined;
    return { ...edge, id: target ?? id };
  }
  return edge;
}

function folderAbove(folder: string): string | null {
  if (folder === '') return null;
  const nested = folder.lastIndexOf('/node_modules/');
  if (nested !== -1) return folder.slice(0, nested);
  return folder.startsWith('node_modules/') ? '' : folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '';
}
