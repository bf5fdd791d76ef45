import type { ElfFacts } from '../../tree/elf-facts.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import type { Entry } from '../../tree/tree.ts';
import { GLIBC_INTERPRETERS, MUSL_INTERPRETERS } from './interpreter-names.ts';

/** A file that is, by its name and its bytes, a loader or a C library. */
export interface Candidate {
  readonly entry: Entry;
  /** Names that lead to it: the standard interpreter names first, then by path. */
  readonly names: readonly string[];
  readonly facts: ElfFacts;
  readonly role: 'musl' | 'glibc-loader' | 'glibc-library' | 'gcompat-stub';
}

export interface Candidates {
  readonly found: readonly Candidate[];
  readonly unknown: readonly { readonly what: string; readonly why: string }[];
}

/** Every loader and C library of a tree, each file once. `entries` are those whose base name `looksLikeLibc`. */
export function libcCandidates(rootfs: Rootfs, entries: readonly Entry[]): Candidates {
  const groups = new Map<string, { entry: Entry; names: string[] }>();
  for (const name of [...GLIBC_INTERPRETERS, ...MUSL_INTERPRETERS, ...entries.map((entry) => entry.path)]) {
    const target = rootfs.tree.lookup(name);
    if (!target.ok || target.entry.type !== 'file' || target.entry.path.startsWith('/usr/lib/debug/')) continue;
    const group = groups.get(target.entry.identity) ?? { entry: target.entry, names: [] };
    if (!group.names.includes(name)) group.names.push(name);
    groups.set(target.entry.identity, group);
  }
  const found: Candidate[] = [];
  const unknown: { what: string; why: string }[] = [];
  for (const { entry, names } of groups.values()) {
    const facts = rootfs.elf(entry.identity);
    if (facts === null) continue;
    if ('unknown' in facts) {
      unknown.push({ what: entry.path, why: facts.unknown });
      continue;
    }
    const role = roleOf(facts, names);
    if (role !== null) found.push({ entry, names, facts, role });
  }
  return { found, unknown };
}

/** The bytes decide; names only where the bytes are silent (glibc's loader carries no banner before 2.33). */
function roleOf(facts: ElfFacts, names: readonly string[]): Candidate['role'] | null {
  if (facts.libc?.gcompatStub === true) return 'gcompat-stub';
  if (facts.libc?.musl !== undefined) return 'musl';
  const soname = facts.dynamic?.soname ?? '';
  if (/^ld(?:64)?\.so\.|^ld-linux/.test(soname)) return 'glibc-loader';
  if (soname === 'libc.so.6') return 'glibc-library';
  if (facts.libc?.glibc !== undefined) return names.some((name) => name.includes('/ld')) ? 'glibc-loader' : 'glibc-library';
  return soname.startsWith('libc.musl-') || names.some((name) => /\/ld-musl-/.test(name)) ? 'musl' : null;
}
