import { budget } from '../limits.ts';
import type { LockedPackage, Lockfile } from '../lockfile.ts';
import { parseToml } from '../parse-data.ts';
import { field, isTable, listOf, requireTable, textOf, versionText, wordsOf } from '../plain-values.ts';
import { unknownVersion } from '../unknown-version.ts';

/** Cargo.lock, versions 1 to 4 (1 and 2 say none). */
export function readCargoLock(text: string): Lockfile {
  const lock = requireTable(parseToml(text), 'cargo-lock-bad');
  const version = versionText(field(lock, 'version')) ?? null;
  if (version !== null && !/^[1-4]$/.test(version)) throw unknownVersion('Cargo.lock', version);
  const entries = listOf(field(lock, 'package')).filter(isTable);
  const count = budget();
  const ids = new Map<string, string>();
  const described = entries.map((entry, i) => {
    const name = textOf(field(entry, 'name')) ?? '';
    const version = textOf(field(entry, 'version')) ?? null;
    ids.set(name, String(i));
    ids.set(`${name} ${version ?? ''}`, String(i));
    return { entry, name, version };
  });
  const packages = described.map(({ entry, name, version }, i): LockedPackage => {
    count.package();
    const source = textOf(field(entry, 'source'));
    const checksum = textOf(field(entry, 'checksum'));
    return {
      id: String(i),
      name,
      version,
      source: source === undefined ? 'project' : source.startsWith('git+') ? 'git' : 'registry',
      edges: (wordsOf(field(entry, 'dependencies')) ?? []).map((words) => {
        count.edge();
        // `name`, `name version` or `name version (source)`.
        const [name = '', wanted] = words.split(' ', 2);
        const id = ids.get(wanted === undefined ? name : `${name} ${wanted}`);
        return { name, ...(wanted === undefined ? {} : { wanted }), ...(id === undefined ? {} : { id }) };
      }),
      ...(checksum === undefined ? {} : { integrity: checksum }),
    };
  });
  return { format: 'cargo-lock', version, ecosystem: 'rust', packages, roots: null, unresolved: [] };
}
