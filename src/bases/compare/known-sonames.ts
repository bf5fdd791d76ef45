import type { ComparedBase } from './compared-base.ts';
import { namedIn } from './named-changes.ts';
import type { NamedChanges } from './named-changes.ts';

/** Where a side has only its usual libraries, one that is missing from the list is gone only if the list has it under another soname. */
export function knownSonames(from: ComparedBase, to: ComparedBase): NamedChanges | null {
  const found = namedIn(from.sonames, to.sonames, () => 'same');
  if (found === null) return null;
  const { gone, added } = found;
  return {
    gone: to.sonamesPartial ? gone.filter((each) => added.some((other) => libraryOf(other) === libraryOf(each))) : gone,
    added: from.sonamesPartial ? added.filter((each) => gone.some((other) => libraryOf(other) === libraryOf(each))) : added,
    changed: [],
  };
}

/** `libssl.so.1.1` → `libssl`, `libdb-5.3.so` → `libdb`. */
export function libraryOf(soname: string): string {
  return soname.replace(/(?:-[\d.]+)?\.so.*$/, '');
}
