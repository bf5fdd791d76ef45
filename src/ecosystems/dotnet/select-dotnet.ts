import type { LockedPackage, Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { LockTarget } from '../lockfiles/lock-target.ts';
import type { SelectedPackage } from '../lockfiles/selected-package.ts';
import { ridFallback } from './rid-fallback.ts';

type Judged = Pick<SelectedPackage, 'verdict' | 'file' | 'certainty' | 'why' | 'native'>;

/** Which native file of each package the host resolves on the target: exact for deps.json, which lists them with their runtime identifiers; NuGet's own lock has names only. */
export function selectDotnet(lock: Lockfile, target: LockTarget): readonly SelectedPackage[] {
  const rids = ridFallback(target.machine, target.libc.family);
  const published = lock.platforms?.[0];
  return lock.packages.flatMap((entry) => {
    const runtimePack = /^runtimepack\./i.test(entry.name);
    if (entry.source === 'project' && !runtimePack) return [];
    const judged =
      runtimePack && published !== undefined
        ? judgeRuntime(published, rids, target.libc.family)
        : judge(entry, rids, published, target.libc.family);
    return [{ name: entry.name, version: entry.version, ...judged }];
  });
}

/** A self-contained application brings its runtime and the program that starts it, for the one platform that it was published for. */
function judgeRuntime(published: string, rids: readonly string[], libc: 'musl' | 'glibc'): Judged {
  if (!rids.includes(published))
    return { verdict: 'fails', certainty: 'likely', why: { kind: 'no-build', wanted: published }, native: true };
  const foreign = libc === 'musl' && /^linux-(?!musl)/.test(published);
  const why = foreign ? ({ kind: 'other-libc', file: `the runtime for ${published}` } as const) : ({ kind: 'fits' } as const);
  return { verdict: foreign ? 'foreign' : 'prebuilt', certainty: 'likely', why, native: true };
}

function judge({ files }: LockedPackage, rids: readonly string[], published: string | undefined, libc: 'musl' | 'glibc'): Judged {
  if (files === undefined) return { verdict: 'unknown', certainty: 'possible', why: { kind: 'no-files', hashes: 0 }, native: false };
  const native = files.filter(({ rid, name }) => rid !== undefined && !/\.(?:pdb|xml)$/i.test(name));
  if (native.length === 0) return { verdict: 'prebuilt', certainty: 'likely', why: { kind: 'pure' }, native: false };
  const rid = rids.find((each) => native.some((file) => file.rid === each));
  const chosen = native.find((file) => file.rid === rid);
  if (rid === undefined || chosen === undefined) {
    // Published for one platform: that one's files lie there and no others.
    const wanted = published ?? rids[0] ?? '';
    return { verdict: 'fails', certainty: 'likely', why: { kind: 'no-build', wanted }, native: true };
  }
  if (libc === 'musl' && /^linux-(?!musl)/.test(rid)) {
    return { verdict: 'foreign', file: chosen.name, certainty: 'likely', why: { kind: 'other-libc', file: chosen.name }, native: true };
  }
  return { verdict: 'prebuilt', file: chosen.name, certainty: 'likely', why: { kind: 'fits' }, native: true };
}
