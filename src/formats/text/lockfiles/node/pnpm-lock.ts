import { budget } from '../limits.ts';
import type { Edge, LockedPackage, Lockfile } from '../lockfile.ts';
import { parseYaml } from '../parse-data.ts';
import { field, isTable, requireTable, tableOf, textOf, versionText, wordsOf } from '../plain-values.ts';
import type { Table } from '../plain-values.ts';
import { markByReach } from '../reach.ts';
import { unknownVersion } from '../unknown-version.ts';
import { engineOf } from './dependency-fields.ts';
import { splitKey } from './pnpm-key.ts';
import type { KeyStyle } from './pnpm-key.ts';

/** pnpm-lock.yaml 5.x (pnpm 3 to 7), 6.x (8) and 9.x (9 and later). Of several documents the last is the project's, the others are pnpm's own. */
export function readPnpmLock(text: string): Lockfile {
  const lock = requireTable(parseYaml(text).findLast(isTable), 'pnpm-lock-bad');
  const version = versionText(field(lock, 'lockfileVersion'));
  const style = version === undefined ? undefined : styles.find(([pattern]) => pattern.test(version))?.[1];
  if (style === undefined || version === undefined) throw unknownVersion('pnpm-lock.yaml', version);
  const metadata = tableOf(field(lock, 'packages'));
  // 9.0 keeps what a package is in `packages` and what it asks for, per set of peers, in `snapshots`.
  const entries = style === 'bare' ? tableOf(field(lock, 'snapshots')) : metadata;
  const count = budget();
  const packages: LockedPackage[] = [];
  for (const [key, value] of Object.entries(entries)) {
    count.package();
    const entry = tableOf(value);
    const own = style === 'bare' ? tableOf(field(metadata, withoutPeers(key))) : entry;
    packages.push(readEntry(key, entry, own, entries, style, count.edge));
  }
  const roots = [...importers(lock)].flatMap((importer) => edgesOf(importer, entries, style, true, count.edge));
  return { format: 'pnpm-lock', version, ecosystem: 'node', packages: markByReach(packages, roots), roots, unresolved: [] };
}

const styles: readonly (readonly [RegExp, KeyStyle])[] = [
  [/^5(\.\d+)?$/, 'slashes'],
  [/^6\.\d+$/, 'slash'],
  [/^9\.\d+$/, 'bare'],
];

function* importers(lock: Table): Generator<Table> {
  const all = field(lock, 'importers');
  if (!isTable(all)) return yield lock;
  for (const importer of Object.values(all)) yield tableOf(importer);
}

function readEntry(key: string, entry: Table, own: Table, entries: Table, style: KeyStyle, count: () => void): LockedPackage {
  const named = splitKey(key, style);
  const os = wordsOf(field(own, 'os'));
  const cpu = wordsOf(field(own, 'cpu'));
  const libc = wordsOf(field(own, 'libc'));
  const resolution = tableOf(field(own, 'resolution'));
  const integrity = textOf(field(resolution, 'integrity'));
  const elsewhere =
    field(resolution, 'type') === 'git' ? 'git' : integrity === undefined && isTable(field(own, 'resolution')) ? 'url' : 'registry';
  return {
    id: key,
    name: textOf(field(own, 'name')) ?? named.name,
    version: textOf(field(own, 'version')) ?? (/^\d/.test(named.version) ? named.version : null),
    source: elsewhere,
    edges: edgesOf(entry, entries, style, false, count),
    ...(os === undefined ? {} : { os }),
    ...(cpu === undefined ? {} : { cpu }),
    ...(libc === undefined ? {} : { libc }),
    ...(field(own, 'requiresBuild') === true ? { installScript: true } : {}),
    ...engineOf(own),
    ...(integrity === undefined ? {} : { integrity }),
  };
}

function edgesOf(entry: Table, entries: Table, style: KeyStyle, development: boolean, count: () => void): readonly Edge[] {
  const edges: Edge[] = [];
  const add = (fieldName: string, more: Partial<Edge>): void => {
    for (const [name, value] of Object.entries(tableOf(field(entry, fieldName)))) {
      count();
      const wanted = versionText(isTable(value) ? field(value, 'version') : value);
      const id = wanted === undefined ? undefined : keyOf(name, wanted, entries, style);
      edges.push({ name, ...(wanted === undefined ? {} : { wanted }), ...(id === undefined ? {} : { id }), ...more });
    }
  };
  add('dependencies', {});
  add('optionalDependencies', { optional: true });
  if (development) add('devDependencies', { development: true });
  return edges;
}

/** A dependency says the version alone, or the whole key where it is an alias. */
function keyOf(name: string, wanted: string, entries: Table, style: KeyStyle): string | undefined {
  const keys = { slashes: [`/${name}/${wanted}`, wanted], slash: [`/${name}@${wanted}`, wanted], bare: [`${name}@${wanted}`, wanted] }[
    style
  ];
  return keys.find((key) => Object.hasOwn(entries, key));
}

function withoutPeers(key: string): string {
  const place = key.indexOf('(');
  return place === -1 ? key : key.slice(0, place);
}
