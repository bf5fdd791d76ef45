import { platformTokens } from './platform-tokens.ts';
import type { SelectionTarget } from './selection-target.ts';

/**
 * Whether `path` is the build that a loader choosing by names would take on the target, among `siblings` (other builds of the same thing, itself included).
 * A name without a libc word is for the glibc when a sibling for musl exists, and for both otherwise.
 */
export function isSelectedByName(path: string, siblings: readonly string[], target: SelectionTarget): boolean {
  const own = platformTokens(path);
  if (!fits(own, target)) return false;
  const rivals = siblings.map(platformTokens).filter((tokens) => fits(tokens, target));
  const hasMusl = rivals.some((tokens) => tokens.libc === 'musl');
  const hasGlibc = rivals.some((tokens) => tokens.libc === 'glibc');
  if (own.libc !== undefined) return own.libc === target.libc;
  if (target.libc === 'musl') return !hasMusl;
  return !hasGlibc;
}

function fits(tokens: ReturnType<typeof platformTokens>, target: SelectionTarget): boolean {
  return (tokens.os ?? 'linux') === 'linux' && (tokens.arch ?? target.arch) === target.arch;
}
