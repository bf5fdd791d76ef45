import { budget } from '../limits.ts';
import type { LockedPackage, Lockfile } from '../lockfile.ts';
import { parseJson } from '../parse-data.ts';
import { field, requireTable, tableOf, textOf, versionText } from '../plain-values.ts';
import { unknownVersion } from '../unknown-version.ts';

/** packages.lock.json of NuGet, versions 1 and 2: names and versions per framework (and `framework/rid`), no files. */
export function readNugetLock(text: string): Lockfile {
  const lock = requireTable(parseJson(text), 'nuget-lock-bad');
  const version = versionText(field(lock, 'version'));
  if (version !== '1' && version !== '2') throw unknownVersion('packages.lock.json', version);
  const count = budget();
  const packages = new Map<string, LockedPackage>();
  for (const entries of Object.values(tableOf(field(lock, 'dependencies')))) {
    for (const [name, value] of Object.entries(tableOf(entries))) {
      count.package();
      const entry = tableOf(value);
      const resolved = textOf(field(entry, 'resolved')) ?? null;
      const id = `${name}/${resolved ?? ''}`;
      const source = textOf(field(entry, 'type')) === 'Project' ? 'project' : 'registry';
      packages.set(id, {
        id,
        name,
        version: resolved,
        source,
        edges: Object.keys(tableOf(field(entry, 'dependencies'))).map((name) => ({ name })),
      });
    }
  }
  return { format: 'nuget-lock', version, ecosystem: 'dotnet', packages: [...packages.values()], roots: null, unresolved: [] };
}
