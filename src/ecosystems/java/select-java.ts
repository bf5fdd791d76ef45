import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { LockTarget } from '../lockfiles/lock-target.ts';
import type { SelectedPackage } from '../lockfiles/selected-package.ts';
import { nativeLibraries } from './native-libraries.ts';

/** Coordinates say nothing of native code but in a classifier (`linux-x86_64`, `linux-x86_64-musl`); the JAR decides. Known libraries are named with what is known of them. */
export function selectJava(lock: Lockfile, target: LockTarget): readonly SelectedPackage[] {
  return lock.packages.map(({ name, version, platform, development, optional }) => ({
    name,
    version,
    ...judge(name, platform, target.libc.family),
    ...(development === true ? { development } : {}),
    ...(optional === true ? { optional } : {}),
  }));
}

function judge(
  name: string,
  classifier: string | undefined,
  libc: 'musl' | 'glibc',
): Pick<SelectedPackage, 'verdict' | 'file' | 'certainty' | 'why' | 'native'> {
  if (classifier !== undefined && /linux/i.test(classifier)) {
    const file = `${name}:${classifier}`;
    const musl = /musl|alpine/i.test(classifier);
    if (musl && libc === 'glibc')
      return { verdict: 'foreign', file, certainty: 'possible', why: { kind: 'other-libc', file }, native: true };
    if (musl === (libc === 'musl')) return { verdict: 'prebuilt', file, certainty: 'possible', why: { kind: 'fits' }, native: true };
    return { verdict: 'unknown', file, certainty: 'possible', why: { kind: 'may-be-either', file }, native: true };
  }
  const note = nativeLibraries.get(name);
  if (note !== undefined) return { verdict: 'unknown', certainty: 'possible', why: { kind: 'known', note }, native: true };
  return { verdict: 'unknown', certainty: 'possible', why: { kind: 'no-sign' }, native: false };
}
