import { looksLikeLibc } from './libc/interpreter-names.ts';
import { decidesLibc } from './libc/main-libc.ts';

/**
 * Whether the ELF facts of this file say something of the base itself: its C libraries, the programs that tell which of them is the distribution's own, and the
 * libraries that programs find by soname. `path` is absolute, as an archive or a folder has it.
 */
export function describesBase(path: string): boolean {
  return isSharedLibrary(path) || decidesLibc(path) || looksLikeLibc(path.slice(path.lastIndexOf('/') + 1));
}

/** A library in the usual folders. Plugins in folders of their own are found by path, not by soname. */
export function isSharedLibrary(path: string): boolean {
  return LIBRARY.test(path);
}

const LIBRARY = /^\/(?:usr\/)?(?:local\/)?lib(?:32|64|x32)?(?:\/[\w-]+-linux-(?:gnu|musl)\w*)?\/[^/]*\.so(?:\.[^/]*)?$/;
