import type { LockTarget } from '../lockfiles/lock-target.ts';
import { platformTags } from './platform-tags.ts';

/**
 * All `python-abi-platform` tags that pip and uv accept on the target, each with its rank: 0 is the best. As packaging.tags orders them: the interpreter's own ABI, the
 * stable ABI (abi3; abi3t for free-threaded builds), no ABI, older stable ABIs, then tags of plain Python.
 */
export function supportedTags(target: LockTarget): ReadonlyMap<string, number> {
  const platforms = platformTags(target);
  const tags: string[] = [];
  const { name } = target.runtime;
  const [major, minor] = versionPair(target.runtime.version);
  if (name === 'pypy') tags.push(...pypyTags(major, minor, platforms));
  else tags.push(...cpythonTags(major, minor, target.runtime.freeThreaded, platforms));
  tags.push(...compatibleTags(major, minor, name === 'pypy' ? 'pp3' : `cp${major}${minor}`, platforms));
  const ranks = new Map<string, number>();
  for (const [rank, tag] of tags.entries()) if (!ranks.has(tag)) ranks.set(tag, rank);
  return ranks;
}

export function versionPair(version: string): readonly [number, number] {
  const [major, minor] = version.split('.').map(Number);
  return [major ?? 3, Math.min(minor ?? 0, 99)];
}

function* cpythonTags(major: number, minor: number, freeThreaded: boolean, platforms: readonly string[]): Generator<string> {
  const own = `cp${major}${minor}`;
  const stable = freeThreaded ? 'abi3t' : 'abi3';
  const flags = freeThreaded ? 't' : minor < 8 ? 'm' : '';
  for (const abi of [`${own}${flags}`, stable, 'none']) for (const platform of platforms) yield `${own}-${abi}-${platform}`;
  for (let older = minor - 1; older >= 2; older--) for (const platform of platforms) yield `cp${major}${older}-${stable}-${platform}`;
}

/** PyPy's ABI has carried `pp73` since 2019. */
function* pypyTags(major: number, minor: number, platforms: readonly string[]): Generator<string> {
  for (const abi of [`pypy${major}${minor}_pp73`, 'none']) for (const platform of platforms) yield `pp${major}${minor}-${abi}-${platform}`;
}

function* compatibleTags(major: number, minor: number, interpreter: string, platforms: readonly string[]): Generator<string> {
  const pythons = [`py${major}${minor}`, `py${major}`];
  for (let older = minor - 1; older >= 0; older--) pythons.push(`py${major}${older}`);
  for (const python of pythons) for (const platform of platforms) yield `${python}-none-${platform}`;
  yield `${interpreter}-none-any`;
  for (const python of pythons) yield `${python}-none-any`;
}
