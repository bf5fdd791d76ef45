import type { Place } from './installed-software.ts';
import type { TreeIndex } from './tree-index.ts';

/** A file built by Go, from its own build information. */
export interface GoProgram extends Place {
  /** `go1.24.4`. */
  readonly version: string;
  readonly module?: string;
  /** CGO_ENABLED at build time; null before Go 1.18, which did not record it. It says what was allowed, the ELF facts say what was linked. */
  readonly cgo: boolean | null;
  /** Build tags: `netgo`, `osusergo` choose Go's own resolver and user lookup. */
  readonly tags: readonly string[];
  /** `exe`, `pie`, `c-shared`, `plugin`; null where it is not recorded. */
  readonly buildMode: string | null;
  readonly architecture?: string;
  readonly dynamic: boolean;
}

export function findGoPrograms(index: TreeIndex): GoProgram[] {
  return index.binaries.flatMap((entry) => {
    const facts = index.rootfs.elf(entry.identity);
    if (facts === null || 'unknown' in facts || facts.go === undefined) return [];
    const { version, module, settings } = facts.go;
    const cgo = settings['CGO_ENABLED'];
    const architecture = settings['GOARCH'];
    return [
      {
        ...index.place(entry),
        version,
        ...(module === undefined ? {} : { module }),
        cgo: cgo === undefined ? null : cgo === '1',
        tags: (settings['-tags'] ?? '').split(',').filter((tag) => tag !== ''),
        buildMode: settings['-buildmode'] ?? null,
        ...(architecture === undefined ? {} : { architecture }),
        dynamic: facts.interpreter !== undefined || (facts.dynamic?.needed.length ?? 0) > 0,
      },
    ];
  });
}
