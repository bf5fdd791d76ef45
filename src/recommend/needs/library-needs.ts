import { libcOfLoaderName } from '../../distro/libc/interpreter-family.ts';
import type { FoundArtifact } from '../../judge/find-artifacts.ts';
import type { Software } from '../../judge/software.ts';
import type { Need } from '../../report/recommendation.ts';

/** Which C library the application's own files were built for, and the oldest that has every version they name. */
export function libcNeeds(used: readonly FoundArtifact[]): readonly Need[] {
  const families = new Map<'glibc' | 'musl', { floor: number; evidence: string[] }>();
  for (const { path, elf } of used) {
    const family = elf === null ? null : familyOf(elf.interpreter, elf.dynamic?.needed ?? []);
    if (elf === null || family === null) continue;
    const found = families.get(family) ?? { floor: 0, evidence: [] };
    families.set(family, found);
    const own = Math.max(0, ...elf.versionNeeds.flatMap(({ versions }) => versions.map(({ name }) => minorOf(name))));
    // What names the newest version comes first.
    if (own > found.floor) found.evidence.unshift(path);
    else found.evidence.push(path);
    found.floor = Math.max(found.floor, own);
  }
  return [...families].map(([family, { floor, evidence }]) => ({
    kind: 'libc',
    what: floor === 0 ? family : `${family} 2.${floor}`,
    certainty: 'proven',
    evidence: evidence.slice(0, mostEvidence),
  }));
}

const mostEvidence = 5;

function familyOf(interpreter: string | undefined, needed: readonly string[]): 'glibc' | 'musl' | null {
  const byLoader = interpreter === undefined ? null : libcOfLoaderName(interpreter);
  if (byLoader !== null) return byLoader;
  for (const name of needed) {
    if (name === 'libc.so.6') return 'glibc';
    const family = libcOfLoaderName(name);
    if (family !== null) return family;
  }
  return null;
}

function minorOf(version: string): number {
  return Number(/^GLIBC_2\.(\d+)/.exec(version)?.[1] ?? 0);
}

/** Libraries that the application's files name, do not bring themselves, and no C library has. */
export function libraryNeeds(software: Software, used: readonly FoundArtifact[]): readonly Need[] {
  const own = ownNames(software);
  const needs = new Map<string, string[]>();
  for (const { path, elf } of used) {
    for (const name of elf?.dynamic?.needed ?? []) {
      if (own.has(name) || isLibcName(name)) continue;
      const users = needs.get(name) ?? [];
      needs.set(name, users);
      users.push(path);
    }
  }
  return [...needs]
    .toSorted((a, b) => b[1].length - a[1].length)
    .map(([what, users]) => ({ kind: 'library', what, certainty: 'proven', evidence: users.slice(0, mostEvidence) }));
}

/** Sonames and file names that the application's own libraries go by. */
function ownNames({ rootfs, partOf }: Software): ReadonlySet<string> {
  const names = new Set<string>();
  for (const entry of rootfs.tree.entries()) {
    if ((entry.type !== 'file' && entry.type !== 'symlink') || !/\.so(?:\.|$)/.test(entry.path)) continue;
    const part = partOf(entry);
    if (part !== 'application' && part !== 'runtime') continue;
    names.add(entry.path.slice(entry.path.lastIndexOf('/') + 1));
    const elf = rootfs.elf(entry.identity);
    if (elf !== null && !('unknown' in elf) && elf.dynamic?.soname !== undefined) names.add(elf.dynamic.soname);
  }
  return names;
}

/** Parts of a C library, glibc's or musl's. */
export function isLibcName(name: string): boolean {
  return /^(?:ld-|libc\.|lib(?:c|m|pthread|dl|rt|util|anl|resolv|crypt)\.so)/.test(name);
}
