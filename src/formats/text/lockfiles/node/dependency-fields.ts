import type { Edge, LockedPackage } from '../lockfile.ts';
import { field, tableOf, textOf } from '../plain-values.ts';
import type { Table } from '../plain-values.ts';

/** What a package asks for, by the fields of its package.json as lockfiles copy them. An optional dependency that `dependencies` repeats stays optional. */
export function dependencyFields(entry: Table, development: boolean): readonly Edge[] {
  const edges = new Map<string, Edge>();
  const add = (fieldName: string, more: Partial<Edge>): void => {
    for (const [name, wanted] of Object.entries(tableOf(field(entry, fieldName)))) {
      const range = textOf(wanted);
      edges.set(name, { name, ...(range === undefined ? {} : { wanted: range }), ...more });
    }
  };
  const meta = tableOf(field(entry, 'peerDependenciesMeta'));
  for (const [name, wanted] of Object.entries(tableOf(field(entry, 'peerDependencies')))) {
    const range = textOf(wanted);
    const optional = field(tableOf(field(meta, name)), 'optional') === true;
    // An optional peer is installed by whoever wants it.
    if (!optional) edges.set(name, { name, ...(range === undefined ? {} : { wanted: range }) });
  }
  if (development) add('devDependencies', { development: true });
  add('dependencies', {});
  add('optionalDependencies', { optional: true });
  return [...edges.values()];
}

/** Where a package comes from, by the place it was resolved to. */
export function sourceOf(resolved: string | undefined): LockedPackage['source'] {
  if (resolved === undefined) return 'registry';
  if (/^(?:git\+|git:|github:|gitlab:|bitbucket:|ssh:)/.test(resolved)) return 'git';
  if (/^(?:file:|link:|\.|\/)/.test(resolved)) return 'path';
  return 'registry';
}

/** The range of Node versions that a package asks for. */
export function engineOf(entry: Table): { readonly engine?: string } {
  const engine = textOf(field(tableOf(field(entry, 'engines')), 'node'));
  return engine === undefined ? {} : { engine };
}
