import { fromElfRecord } from '../../src/bases/profiles/elf-record.ts';
import type { LibraryAbi } from '../../src/bases/profiles/derived/abi-table.ts';
import { findShippedProfile, readShippedProfile } from '../../src/bases/profiles/shipped-profiles.ts';
import { isUndefined, symbolName, symbolVersion } from '../../src/tree/elf-symbols.ts';

/** A library's exports as a measured profile has them, for packages without a symbols file. */
export function measuredLibrary(profile: string, soname: string): LibraryAbi {
  const shipped = findShippedProfile(profile, 'linux/amd64');
  const file = shipped === null ? undefined : readShippedProfile(shipped).files.find(({ elf }) => elf?.dynamic?.soname === soname);
  if (file?.elf === undefined) throw new Error(`${profile} has no ${soname}`);
  const facts = fromElfRecord(file.elf);
  const nodes = new Map<string, string[]>();
  for (let i = 1; i < facts.symbols.count; i++) {
    if (isUndefined(facts.symbols, i)) continue;
    const node = symbolVersion(facts, i)?.name ?? '';
    const name = symbolName(facts.symbols, i);
    if (name === node) continue;
    const names = nodes.get(node) ?? [];
    nodes.set(node, names);
    names.push(name);
  }
  return { nodes: Object.fromEntries([...nodes].map(([node, names]) => [node, names.toSorted().join(' ')])) };
}
