import type { Place } from './installed-software.ts';
import type { TreeIndex } from './tree-index.ts';

/** A file built by rustc, as far as its marks say so (native-dependencies.md, section 5); stripped ones may say nothing. */
export interface RustProgram extends Place {
  readonly rustc?: string;
  /** It carries its crate graph (cargo-auditable). */
  readonly auditable: boolean;
}

export function findRustPrograms(index: TreeIndex): RustProgram[] {
  return index.binaries.flatMap((entry) => {
    const facts = index.rootfs.elf(entry.identity);
    if (facts === null || 'unknown' in facts || facts.rust === undefined) return [];
    const { rustc, auditable } = facts.rust;
    return [{ ...index.place(entry), ...(rustc === undefined ? {} : { rustc }), auditable }];
  });
}
