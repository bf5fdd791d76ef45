import type { LockedPackage, Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { LockTarget } from '../lockfiles/lock-target.ts';
import type { SelectedPackage } from '../lockfiles/selected-package.ts';
import { extensionGems } from './extension-gems.ts';
import { gemFits, parseGemPlatform } from './gem-platform.ts';

/** What Bundler takes from Gemfile.lock: the build that fits best (one with a libc word before one without), else the plain gem (native-dependencies.md 7). */
export function selectRuby(lock: Lockfile, target: LockTarget): readonly SelectedPackage[] {
  const byName = Map.groupBy(lock.packages, ({ name, version }) => `${name}\n${version ?? ''}`);
  return [...byName.values()].flatMap((builds) => {
    const [first] = builds;
    if (first === undefined || first.source === 'project') return [];
    return [{ name: first.name, version: first.version, ...judge(first.name, builds, target) }];
  });
}

function judge(
  name: string,
  builds: readonly LockedPackage[],
  target: LockTarget,
): Pick<SelectedPackage, 'verdict' | 'file' | 'certainty' | 'why' | 'native'> {
  const native = builds.filter(({ platform }) => platform !== undefined && platform !== 'java' && platform !== 'ruby');
  const fitting = native.filter(({ platform }) => gemFits(parseGemPlatform(platform ?? ''), target.machine, target.libc.family));
  const own = fitting.find(({ platform }) => parseGemPlatform(platform ?? '').version !== null);
  const plain = builds.some(({ platform }) => platform === undefined || platform === 'ruby');
  if (own !== undefined) return { verdict: 'prebuilt', file: fileOf(own), certainty: 'likely', why: { kind: 'fits' }, native: true };
  const [bare] = fitting;
  if (bare !== undefined) {
    // Before RubyGems knew libc words every Linux build was for glibc.
    const foreign = target.libc.family === 'musl';
    const why = foreign ? ({ kind: 'other-libc', file: fileOf(bare) } as const) : ({ kind: 'fits' } as const);
    return { verdict: foreign ? 'foreign' : 'prebuilt', file: fileOf(bare), certainty: 'likely', why, native: true };
  }
  if (!plain) return { verdict: 'fails', certainty: 'likely', why: { kind: 'no-fitting-file' }, native: true };
  if (native.length > 0)
    return { verdict: 'compiles', certainty: 'likely', why: { kind: 'no-fitting-file', source: `${name}.gem` }, native: true };
  const needs = extensionGems.get(name)?.needs;
  if (needs !== undefined) return { verdict: 'compiles', certainty: 'possible', why: { kind: 'native-source', needs }, native: true };
  return { verdict: 'unknown', certainty: 'possible', why: { kind: 'no-sign' }, native: false };
}

function fileOf({ name, version, platform }: LockedPackage): string {
  return `${name}-${version ?? ''}-${platform ?? ''}.gem`;
}
