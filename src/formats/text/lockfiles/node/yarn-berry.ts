import { budget } from '../limits.ts';
import type { Edge, LockedPackage, Lockfile } from '../lockfile.ts';
import { parseYaml } from '../parse-data.ts';
import { field, isTable, requireTable, tableOf, textOf } from '../plain-values.ts';
import type { Table } from '../plain-values.ts';
import { markByReach } from '../reach.ts';
import { unknownVersion } from '../unknown-version.ts';

/** yarn.lock of yarn 2 and later: `__metadata.version` 4 (yarn 2) to 10 (yarn 4.18). */
export function readYarnBerry(text: string): Lockfile {
  const lock = requireTable(parseYaml(text, true)[0], 'yarn-berry-bad');
  const version = textOf(field(tableOf(field(lock, '__metadata')), 'version'));
  if (version === undefined || !/^(?:[4-9]|10)$/.test(version)) throw unknownVersion('yarn.lock', version);
  const count = budget();
  const entries = Object.entries(lock).filter(([key, value]) => key !== '__metadata' && isTable(value));
  const byDescriptor = new Map<string, string>();
  for (const [key] of entries) for (const descriptor of key.split(/,\s*/)) byDescriptor.set(descriptor, key);
  const packages: LockedPackage[] = [];
  const roots: Edge[] = [];
  for (const [key, value] of entries) {
    count.package();
    const entry = readEntry(key, tableOf(value), byDescriptor, count.edge);
    packages.push(entry);
    if (entry.source === 'project') roots.push(...entry.edges);
  }
  return { format: 'yarn-berry', version, ecosystem: 'node', packages: markByReach(packages, roots), roots, unresolved: [] };
}

function readEntry(key: string, entry: Table, byDescriptor: ReadonlyMap<string, string>, count: () => void): LockedPackage {
  const resolution = textOf(field(entry, 'resolution')) ?? key;
  const place = resolution.indexOf('@', 1);
  const reference = place === -1 ? '' : resolution.slice(place + 1);
  const meta = tableOf(field(entry, 'dependenciesMeta'));
  const conditions = readConditions(textOf(field(entry, 'conditions')) ?? '');
  const edges = Object.entries(tableOf(field(entry, 'dependencies'))).map(([name, value]): Edge => {
    count();
    const wanted = textOf(value) ?? '';
    const id = byDescriptor.get(`${name}@${wanted}`) ?? byDescriptor.get(`${name}@npm:${wanted}`);
    const optional = field(tableOf(field(meta, name)), 'optional') === 'true';
    return { name, wanted, ...(id === undefined ? {} : { id }), ...(optional ? { optional: true } : {}) };
  });
  const checksum = textOf(field(entry, 'checksum'));
  return {
    id: key,
    name: place === -1 ? resolution : resolution.slice(0, place),
    version: textOf(field(entry, 'version')) ?? null,
    source: sourceOfReference(reference),
    edges,
    ...conditions,
    ...(checksum === undefined ? {} : { integrity: checksum }),
  };
}

function sourceOfReference(reference: string): LockedPackage['source'] {
  if (reference.startsWith('workspace:')) return 'project';
  if (/^(?:npm:|patch:|virtual:)/.test(reference)) return 'registry';
  if (/^(?:file:|link:|portal:)/.test(reference)) return 'path';
  return /#commit=|^git/.test(reference) ? 'git' : 'url';
}

/** `os=linux & cpu=x64 & libc=musl`, `(os=darwin | os=linux) & cpu=x64` */
function readConditions(text: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> {
  const words = (name: string): readonly string[] | undefined => {
    const found = [...text.slice(0, 2000).matchAll(new RegExp(`(?:^|[ (&|])${name}=([\\w!.-]+)`, 'g'))].flatMap((match) => match[1] ?? []);
    return found.length === 0 ? undefined : found;
  };
  const os = words('os');
  const cpu = words('cpu');
  const libc = words('libc');
  return { ...(os === undefined ? {} : { os }), ...(cpu === undefined ? {} : { cpu }), ...(libc === undefined ? {} : { libc }) };
}
