import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { LockTarget } from '../lockfiles/lock-target.ts';
import { machineNumber, selectionTargetOf } from '../lockfiles/lock-selection.ts';
import type { NativeContents } from '../lockfiles/native-contents.ts';
import type { SelectedPackage } from '../lockfiles/selected-package.ts';
import { builtFor } from '../selection/built-for.ts';
import { nativeLibraries } from './native-libraries.ts';
import { nativesOfJar } from './natives-of-jar.ts';

type Judged = Pick<SelectedPackage, 'verdict' | 'file' | 'certainty' | 'why' | 'native'>;

/** Coordinates say nothing of native code but in a classifier (`linux-x86_64`, `linux-x86_64-musl`); the JAR decides. Known libraries are named with what is known of them. */
export function selectJava(
  lock: Lockfile,
  target: LockTarget,
  jars: ReadonlyMap<string, NativeContents> = new Map(),
): readonly SelectedPackage[] {
  return lock.packages.map(({ name, version, platform, development, optional }) => ({
    name,
    version,
    ...(judgeJar(name, platform, jars.get(coordinate(name, version, platform)), target) ?? judge(name, platform, target.libc.family)),
    ...(development === true ? { development } : {}),
    ...(optional === true ? { optional } : {}),
  }));
}

/** `group:artifact:version`, with `:classifier` where there is one. */
export function coordinate(name: string, version: string | null, classifier: string | undefined): string {
  return `${name}:${version ?? ''}${classifier === undefined ? '' : `:${classifier}`}`;
}

/** By the JAR's own files: none that is native, or the natives that its library chooses for the target. Null where its files are not known or leave it open. */
function judgeJar(name: string, classifier: string | undefined, contents: NativeContents | undefined, target: LockTarget): Judged | null {
  if (contents === undefined || contents.natives.some(({ elf }) => elf === undefined)) return null;
  if (contents.natives.length === 0) return { verdict: 'prebuilt', certainty: 'likely', why: { kind: 'pure' }, native: false };
  const file = classifier === undefined ? {} : { file: `${name}:${classifier}` };
  const here = contents.natives.filter(({ elf }) => elf?.machine === machineNumber(target.machine));
  const chosen = nativesOfJar(
    name,
    here.map(({ path }) => path),
    selectionTargetOf(target),
  );
  const first = here.find(({ path }) => chosen.has(path));
  if (first?.elf === undefined) return null;
  const family = builtFor(first.elf);
  if (family !== null && family !== target.libc.family)
    return { verdict: 'foreign', ...file, certainty: 'likely', why: { kind: 'other-libc', file: first.path }, native: true };
  return { verdict: 'prebuilt', ...file, certainty: 'likely', why: { kind: 'opens', file: first.path }, native: true };
}

function judge(name: string, classifier: string | undefined, libc: 'musl' | 'glibc'): Judged {
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
