import { looksLikeLibc } from './libc/interpreter-names.ts';
import { decidesLibc } from './libc/main-libc.ts';

/**
 * How much of the ELF facts of this file says something of the base itself: all of its C libraries, the names alone of the programs that tell which of them is the
 * distribution's own, and of the libraries that programs find by soname. `path` is absolute, as an archive or a folder has it.
 */
export function elfOfBase(path: string): 'all' | 'names' | null {
  if (looksLikeLibc(path.slice(path.lastIndexOf('/') + 1))) return 'all';
  return isSharedLibrary(path) || decidesLibc(path) ? 'names' : null;
}

/** A library in the usual folders. Plugins in folders of their own are found by path, not by soname. */
export function isSharedLibrary(path: string): boolean {
  return LIBRARY.test(path);
}

const LIBRARY = /^\/(?:usr\/)?(?:local\/)?lib(?:32|64|x32)?(?:\/[\w-]+-linux-(?:gnu|musl)\w*)?\/[^/]*\.so(?:\.[^/]*)?$/;
