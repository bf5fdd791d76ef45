import type { LoadMode } from '../../loader/load-result.ts';
import type { ElfFacts } from '../../tree/elf-facts.ts';

/** Artifacts as they lie where they are installed, and what of them the runtime opens. */
export interface LaidOut {
  readonly files: ReadonlyMap<string, ElfFacts>;
  readonly opened: readonly OpenedFile[];
}

export interface OpenedFile {
  /** Whose it is: `name@version` of npm, a wheel's name, a Maven coordinate. */
  readonly owner: string;
  /** Where it lies. */
  readonly path: string;
  /** Inside its artifact. */
  readonly member: string;
  readonly elf: ElfFacts;
  /** As its runtime opens it: programs by the kernel, Node addons and JVM natives lazily, CPython's at once (loader.md, section 7). */
  readonly mode: LoadMode;
}
