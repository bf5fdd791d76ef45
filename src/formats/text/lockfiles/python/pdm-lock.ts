import { budget } from '../limits.ts';
import type { Edge, LockedFile, LockedPackage, Lockfile } from '../lockfile.ts';
import { FormatError } from '../../../format-error.ts';
import { parseToml } from '../parse-data.ts';
import { field, isTable, listOf, requireTable, tableOf, textOf, versionText, wordsOf } from '../plain-values.ts';
import type { Table } from '../plain-values.ts';
import { unknownVersion } from '../unknown-version.ts';
import { fileNameOf } from './file-name.ts';
import { normalizeName, parseRequirement } from './requirement.ts';

/** pdm.lock, lock_version 3.x and 4.x. Older ones keep file names under `[metadata.files]` by `name version`; static URLs replace file names by `url`. */
export function readPdmLock(text: string): Lockfile {
  const lock = requireTable(parseToml(text), 'pdm-lock-bad');
  const metadata = tableOf(field(lock, 'metadata'));
  const version = versionText(field(metadata, 'lock_version'));
  if (version === undefined || !/^[34](?:\.\d+){0,2}$/.test(version)) throw unknownVersion('pdm.lock', version);
  const entries = listOf(field(lock, 'package')).filter(isTable);
  const byName = Map.groupBy([...entries.keys()], (i) => normalizeName(textOf(field(entries[i] ?? {}, 'name')) ?? ''));
  const separateFiles = tableOf(field(metadata, 'files'));
  const count = budget();
  const packages = entries.map((entry, i): LockedPackage => {
    count.package();
    return readEntry(String(i), entry, separateFiles, edgesOf(entry, byName, count.edge));
  });
  const targets = listOf(field(metadata, 'targets')).filter(isTable);
  const requiresPython = targets.flatMap((target) => textOf(field(target, 'requires_python')) ?? []);
  return {
    format: 'pdm-lock',
    version,
    ecosystem: 'python',
    packages,
    roots: null,
    markersOnPackages: wordsOf(field(metadata, 'strategy'))?.includes('inherit_metadata') === true,
    ...(requiresPython[0] === undefined || requiresPython.length > 1 ? {} : { requiresPython: requiresPython[0] }),
    unresolved: [],
  };
}

function readEntry(id: string, entry: Table, separateFiles: Table, edges: readonly Edge[]): LockedPackage {
  const name = textOf(field(entry, 'name')) ?? '';
  const version = textOf(field(entry, 'version')) ?? null;
  const marker = textOf(field(entry, 'marker'));
  const requiresPython = textOf(field(entry, 'requires_python'));
  const groups = wordsOf(field(entry, 'groups'));
  const files = Array.isArray(field(entry, 'files')) ? field(entry, 'files') : field(separateFiles, `${name} ${version ?? ''}`);
  return {
    id,
    name,
    version,
    source: sourceOf(entry),
    edges,
    files: listOf(files).filter(isTable).flatMap(readFile),
    ...(marker === undefined ? {} : { marker }),
    ...(requiresPython === undefined ? {} : { requiresPython }),
    ...(groups !== undefined && !groups.includes('default') ? { development: true } : {}),
  };
}

function sourceOf(entry: Table): LockedPackage['source'] {
  if (Object.hasOwn(entry, 'git') || Object.hasOwn(entry, 'hg')) return 'git';
  if (Object.hasOwn(entry, 'path')) return field(entry, 'editable') === true ? 'project' : 'path';
  return Object.hasOwn(entry, 'url') ? 'url' : 'registry';
}

function readFile(file: Table): readonly LockedFile[] {
  const name = textOf(field(file, 'file')) ?? textOf(field(file, 'url'));
  const hash = textOf(field(file, 'hash'));
  return name === undefined ? [] : [{ name: fileNameOf(name), ...(hash === undefined ? {} : { hash }) }];
}

function edgesOf(entry: Table, byName: ReadonlyMap<string, readonly number[]>, count: () => void): readonly Edge[] {
  return (wordsOf(field(entry, 'dependencies')) ?? []).flatMap((text) => {
    try {
      const { name, specifier, marker, extras } = parseRequirement(text);
      return (byName.get(normalizeName(name)) ?? []).map((target): Edge => {
        count();
        return { name, id: String(target), wanted: specifier, ...(marker === undefined ? {} : { marker }), extras };
      });
    } catch (error) {
      if (error instanceof FormatError) return [];
      throw error;
    }
  });
}
