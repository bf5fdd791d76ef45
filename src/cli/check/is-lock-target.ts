import { parseLockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import { BasewiseError } from '../../errors.ts';

/** Whether a target is spelled for lockfiles: `musl@1.2/x86_64+cpython@3.12`. */
export function isLockTarget(text: string): boolean {
  try {
    parseLockTarget(text);
    return true;
  } catch (error) {
    if (error instanceof BasewiseError) return false;
    throw error;
  }
}
