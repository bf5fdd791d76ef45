import type { LockedPackage } from '../../formats/text/lockfiles/lockfile.ts';
import { machineNumber, selectionTargetOf } from '../lockfiles/lock-selection.ts';
import type { LockTarget } from '../lockfiles/lock-target.ts';
import type { SelectedPackage } from '../lockfiles/selected-package.ts';
import { chooseInTarball } from './choose-in-tarball.ts';
import { prebuiltAsset } from './prebuilt-asset.ts';
import type { NativeFile, TarballContents } from './tarball-contents.ts';

type Judged = Pick<SelectedPackage, 'verdict' | 'file' | 'certainty' | 'why' | 'native'>;

/** What the package's own files say on the target: the addon that would be opened, whether it is for that C library, or what builds one. */
export function judgeTarball(entry: LockedPackage, contents: TarballContents, target: LockTarget): Judged {
  const asks = new Set(entry.edges.map(({ name }) => name));
  const { addons, file } = chooseInTarball(contents, asks, selectionTargetOf(target));
  if (file !== null)
    return judgeNative(
      contents.natives.find(({ path }) => path === file),
      file,
      target,
    );
  const builds =
    contents.buildsByItself || /node-gyp|cmake-js|cmake-ts|prebuildify|prebuild-install|node-pre-gyp|pkg-prebuilds/.test(contents.scripts);
  // Its default name has no word for the C library either: a musl host is given the file for glibc (native-dependencies.md 3.3).
  if (target.libc.family === 'musl' && contents.binary !== undefined && !contents.binary.includes('{libc}') && asksPreGyp(asks)) {
    const note = 'node-pre-gyp fetches a file whose name has no word for the C library: the one for glibc';
    return { verdict: 'foreign', certainty: 'possible', why: { kind: 'known', note }, native: true };
  }
  // They download a build where one was published, which no file here says.
  if (asks.has('prebuild-install') || asksPreGyp(asks) || asks.has('install-artifact-from-github')) {
    const mechanism = [...asks].find((name) => /prebuild-install|pre-gyp|artifact/.test(name)) ?? '';
    const file =
      contents.assets === undefined ? null : prebuiltAsset(entry.name, entry.version, contents.assets, selectionTargetOf(target));
    const why = {
      kind: 'download',
      mechanism,
      compiles: builds && /node-gyp|cmake/.test(contents.scripts),
      ...(file === null ? {} : { file }),
    } as const;
    return { verdict: 'unknown', certainty: 'possible', why, native: true };
  }
  if (builds)
    return {
      verdict: 'compiles',
      certainty: 'likely',
      why: { kind: 'native-source', needs: 'a C++ compiler, make and python3 (node-gyp)' },
      native: true,
    };
  if (addons && contents.scripts === '') return { verdict: 'fails', certainty: 'likely', why: { kind: 'no-addon' }, native: true };
  if (contents.scripts !== '')
    return {
      verdict: 'unknown',
      certainty: 'possible',
      why: { kind: 'sign', sign: 'an install script, which may fetch what it likes' },
      native: true,
    };
  // Addons of the Bare runtime, which Node never opens.
  if (contents.natives.some(({ path }) => !path.endsWith('.bare')))
    return { verdict: 'unknown', certainty: 'possible', why: { kind: 'sign', sign: 'native files that are no addons' }, native: true };
  return { verdict: 'prebuilt', certainty: 'proven', why: { kind: 'pure' }, native: false };
}

function asksPreGyp(asks: ReadonlySet<string>): boolean {
  return asks.has('@mapbox/node-pre-gyp') || asks.has('node-pre-gyp');
}

/** A platform package, by what its files for the target's machine need; null where they leave it open. */
export function judgeBuildContents({ natives }: TarballContents, name: string, target: LockTarget): Judged | null {
  const here = natives.filter(({ machine }) => machine === machineNumber(target.machine));
  if (here.length === 0) return null;
  const fitting = here.filter(({ libc }) => libc === null || libc === target.libc.family);
  const [first] = fitting;
  if (first === undefined)
    return { verdict: 'foreign', file: name, certainty: 'proven', why: { kind: 'other-libc', file: name }, native: true };
  const tooNew = fitting.every((native) => isTooNew(native, target)) ? first : undefined;
  if (tooNew !== undefined)
    return {
      verdict: 'fails',
      file: name,
      certainty: 'proven',
      why: { kind: 'needs-newer', file: name, floor: floorText(tooNew) },
      native: true,
    };
  return { verdict: 'prebuilt', file: name, certainty: 'proven', why: { kind: 'platform-package' }, native: true };
}

function judgeNative(native: NativeFile | undefined, file: string, target: LockTarget): Judged {
  if (native === undefined) return { verdict: 'unknown', certainty: 'possible', why: { kind: 'may-be-either', file }, native: true };
  if (native.machine !== machineNumber(target.machine))
    return { verdict: 'fails', certainty: 'proven', why: { kind: 'no-fitting-file', nearest: file }, native: true };
  if (native.libc !== null && native.libc !== target.libc.family)
    return { verdict: 'foreign', certainty: 'proven', why: { kind: 'other-libc', file }, native: true };
  if (isTooNew(native, target))
    return { verdict: 'fails', certainty: 'proven', why: { kind: 'needs-newer', file, floor: floorText(native) }, native: true };
  return { verdict: 'prebuilt', certainty: 'proven', why: { kind: 'opens', file }, native: true };
}

function isTooNew({ floor }: NativeFile, { libc }: LockTarget): boolean {
  return floor !== null && libc.family === 'glibc' && (floor[0] > libc.major || (floor[0] === libc.major && floor[1] > libc.minor));
}

function floorText({ floor }: NativeFile): string {
  return floor === null ? '' : floor.join('.');
}
