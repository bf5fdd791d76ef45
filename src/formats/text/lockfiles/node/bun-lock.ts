import { budget } from '../limits.ts';
import type { Edge, LockedPackage, Lockfile } from '../lockfile.ts';
import { parseJsonWithCommas } from '../parse-data.ts';
import { field, isTable, listOf, requireTable, tableOf, textOf, versionText, wordsOf } from '../plain-values.ts';
import type { Table } from '../plain-values.ts';
import { markByReach } from '../reach.ts';
import { unknownVersion } from '../unknown-version.ts';
import { dependencyFields } from './dependency-fields.ts';

/** bun.lock 0, 1 and 2 (bun 1.1 to 1.4). Keys of `packages` are paths of package names, as nested as they lie in node_modules. */
export function readBunLock(text: string): Lockfile {
  const lock = requireTable(parseJsonWithCommas(text), 'bun-lock-bad');
  const version = versionText(field(lock, 'lockfileVersion'));
  if (version !== '0' && version !== '1' && version !== '2') throw unknownVersion('bun.lock', version);
  const entries = tableOf(field(lock, 'packages'));
  const count = budget();
  const packages = Object.entries(entries).flatMap(([key, value]) => {
    const parts = listOf(value);
    const id = textOf(parts[0]);
    if (id === undefined) return [];
    count.package();
    return [readEntry(key, id, parts, entries, count.edge)];
  });
  const roots = Object.values(tableOf(field(lock, 'workspaces'))).flatMap((workspace) =>
    dependencyFields(tableOf(workspace), true).map((edge) => resolved(edge, [], entries)),
  );
  return { format: 'bun-lock', version, ecosystem: 'node', packages: markByReach(packages, roots), roots, unresolved: [] };
}

function readEntry(key: string, id: string, parts: readonly unknown[], entries: Table, count: () => void): LockedPackage {
  const meta = tableOf(parts.find(isTable));
  const place = id.indexOf('@', 1);
  const reference = place === -1 ? '' : id.slice(place + 1);
  const path = splitPath(key);
  const os = known(field(meta, 'os'));
  const cpu = known(field(meta, 'cpu'));
  const libc = known(field(meta, 'libc'));
  const integrity = textOf(parts.at(-1));
  return {
    id: key,
    name: place === -1 ? id : id.slice(0, place),
    version: /^\d/.test(reference) ? reference : null,
    source: sourceOfReference(reference),
    edges: dependencyFields(meta, false).map((edge) => {
      count();
      return resolved(edge, path, entries);
    }),
    ...(os === undefined ? {} : { os }),
    ...(cpu === undefined ? {} : { cpu }),
    ...(libc === undefined ? {} : { libc }),
    ...(field(meta, 'hasInstallScript') === true ? { installScript: true } : {}),
    ...(parts.length > 1 && integrity !== undefined && integrity.startsWith('sha') ? { integrity } : {}),
  };
}

/** `none` stands for words that bun does not know: it fits no platform of this world. */
function known(value: unknown): readonly string[] | undefined {
  return wordsOf(value);
}

function sourceOfReference(reference: string): LockedPackage['source'] {
  if (reference.startsWith('workspace:')) return 'project';
  if (/^\d/.test(reference)) return 'registry';
  if (/^(?:file:|link:|\.)/.test(reference)) return 'path';
  return /^(?:https?:)/.test(reference) ? 'url' : 'git';
}

function resolved(edge: Edge, path: readonly string[], entries: Table): Edge {
  for (let depth = path.length; depth >= 0; depth--) {
    const id = [...path.slice(0, depth), edge.name].join('/');
    if (Object.hasOwn(entries, id)) return { ...edge, id };
  }
  return edge;
}

/** `@a/b/c` is c below @a/b. */
function splitPath(key: string): readonly string[] {
  const names: string[] = [];
  for (const part of key.split('/').slice(0, 100)) {
    const scope = names.at(-1);
    if (scope !== undefined && scope.startsWith('@') && !scope.includes('/')) names[names.length - 1] = `${scope}/${part}`;
    else names.push(part);
  }
  return names;
}
