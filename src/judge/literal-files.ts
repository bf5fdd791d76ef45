import type { ElfFacts } from '../tree/elf-facts.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import type { Entry, Lookup } from '../tree/tree.ts';

/** A file that exists only for a question: a stand-in host program, a native taken out of a jar, an interpreter that is asked about. */
export interface LiteralFile {
  readonly path: string;
  readonly elf: ElfFacts;
}

/**
 * The same root with a few more files that can be opened by exactly their path; listings and walks do not show them. Nothing is copied, so that asking about
 * dozens of bases stays cheap.
 */
export function withLiteralFiles(rootfs: Rootfs, literals: readonly LiteralFile[]): Rootfs {
  if (literals.length === 0) return rootfs;
  const byPath = new Map<string, Lookup>();
  const byIdentity = new Map<string, ElfFacts>();
  for (const { path, elf } of literals) {
    byPath.set(path, { ok: true, entry: literalEntry(path, elf.size) });
    byIdentity.set(identityOf(path), elf);
  }
  const { tree } = rootfs;
  return {
    ...rootfs,
    tree: {
      lookup: (path, options) => byPath.get(path) ?? tree.lookup(path, options),
      list: (path) => tree.list(path),
      entries: () => tree.entries(),
      root: tree.root,
    },
    elf: (identity) => byIdentity.get(identity) ?? rootfs.elf(identity),
    script: (identity) => (byIdentity.has(identity) ? null : rootfs.script(identity)),
    archive: (identity) => (byIdentity.has(identity) ? null : rootfs.archive(identity)),
    bytes: {
      ...rootfs.bytes,
      read: (identity, offset, length) => (byIdentity.has(identity) ? null : rootfs.bytes.read(identity, offset, length)),
    },
  };
}

function literalEntry(path: string, size: number): Entry {
  return { path, type: 'file', mode: 0o755, uid: 0, gid: 0, size, nlink: 1, identity: identityOf(path) };
}

/** Unlike every identity of an image, a folder or a composed tree. */
function identityOf(path: string): string {
  return `question ${path}`;
}
