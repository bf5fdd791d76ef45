import { FormatError } from '../../../format-error.ts';
import { budget } from '../limits.ts';
import type { Edge, LockedPackage, Lockfile } from '../lockfile.ts';
import { field, isTable, tableOf, textOf } from '../plain-values.ts';
import type { Table } from '../plain-values.ts';
import { sourceOf } from './dependency-fields.ts';

const deepest = 100;

/** Version 1: a tree under `dependencies`; no os, cpu, libc or script is recorded, and what the project asks for is not either. */
export function readTree(lock: Table, version: string | null): Lockfile {
  const packages: LockedPackage[] = [];
  const count = budget();
  const walk = (tree: Table, path: string, above: readonly { readonly path: string; readonly tree: Table }[]): void => {
    if (above.length > deepest) throw new FormatError('lockfile-too-deep', 0, `node_modules are nested more than ${deepest} deep`);
    const scopes = [...above, { path, tree }];
    for (const [name, value] of Object.entries(tree)) {
      if (!isTable(value)) continue;
      count.package();
      const id = path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`;
      const own = tableOf(field(value, 'dependencies'));
      packages.push(readEntry(id, name, value, [...scopes, { path: id, tree: own }], count.edge));
      walk(own, id, scopes);
    }
  };
  walk(tableOf(field(lock, 'dependencies')), '', []);
  return { format: 'package-lock', version, ecosystem: 'node', packages, roots: null, unresolved: [] };
}

function readEntry(
  id: string,
  name: string,
  entry: Table,
  scopes: readonly { readonly path: string; readonly tree: Table }[],
  count: () => void,
): LockedPackage {
  const optional = field(entry, 'optional') === true;
  const edges = Object.entries(tableOf(field(entry, 'requires'))).map(([wanted, range]): Edge => {
    count();
    const found = scopes.findLast(({ tree }) => isTable(field(tree, wanted)));
    const target = found === undefined ? undefined : `${found.path === '' ? '' : `${found.path}/`}node_modules/${wanted}`;
    // Only a mark on the packages is kept: what a plain package asks for and is optional was asked for as optional. What is absent can have been nothing else.
    const asOptional = found === undefined || (!optional && field(tableOf(field(found.tree, wanted)), 'optional') === true);
    const text = textOf(range);
    return {
      name: wanted,
      ...(target === undefined ? {} : { id: target }),
      ...(text === undefined ? {} : { wanted: text }),
      ...(asOptional ? { optional: true } : {}),
    };
  });
  const raw = textOf(field(entry, 'version'));
  const alias = raw === undefined ? null : /^npm:((?:@[^/@]+\/)?[^@]+)@(.+)$/.exec(raw);
  const elsewhere = raw !== undefined && /^(?:https?:|git|file:|github:)/.test(raw);
  const integrity = textOf(field(entry, 'integrity'));
  return {
    id,
    name: alias?.[1] ?? name,
    version: elsewhere ? null : (alias?.[2] ?? raw ?? null),
    source: elsewhere ? (/^https?:/.test(raw) ? 'url' : sourceOf(raw)) : sourceOf(textOf(field(entry, 'resolved'))),
    edges,
    ...(optional ? { optional: true } : {}),
    ...(field(entry, 'dev') === true ? { development: true } : {}),
    ...(integrity === undefined ? {} : { integrity }),
  };
}
