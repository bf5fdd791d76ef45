import { findShippedProfile, readShippedProfile } from '../../src/bases/profiles/shipped-profiles.ts';
import { fromElfRecord } from '../../src/bases/profiles/elf-record.ts';
import { SYMBOL_HIDDEN } from '../../src/tree/elf-facts.ts';
import { symbolName } from '../../src/tree/elf-symbols.ts';

/**
 * ABI lists do not say which names only old programs may bind (`NAME@NODE`). The measured Debian profiles do: soname → name → the first glibc release where
 * no default version of the name was left.
 */
export function hiddenNames(): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const found = new Map<string, Map<string, number>>();
  for (const name of ['debian:11-slim', 'debian:12-slim', 'debian:13-slim', 'debian:sid-slim']) {
    const shipped = findShippedProfile(name, 'linux/amd64');
    if (shipped === null) throw new Error(`${name}: generate the measured profiles first`);
    const { base, files } = readShippedProfile(shipped);
    const minor = Number(/^2\.(\d+)/.exec(base.libc?.version ?? '')?.[1]);
    for (const { elf } of files) {
      const soname = elf?.dynamic?.soname;
      if (elf === undefined || soname === undefined || !elf.defines?.some((each) => each.name.startsWith('GLIBC_'))) continue;
      const names = found.get(soname) ?? new Map<string, number>();
      found.set(soname, names);
      for (const each of onlyHidden(fromElfRecord(elf).symbols)) if (!names.has(each)) names.set(each, minor);
    }
  }
  return found;
}

function onlyHidden(table: ReturnType<typeof fromElfRecord>['symbols']): Iterable<string> {
  const hidden = new Set<string>();
  const open = new Set<string>();
  for (let i = 1; i < table.count; i++) {
    if (table.section[i] === 0xfff1) continue;
    (((table.marks[i] ?? 0) & SYMBOL_HIDDEN) === 0 ? open : hidden).add(symbolName(table, i));
  }
  return [...hidden].filter((name) => !open.has(name));
}
