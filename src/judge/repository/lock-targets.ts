import { parseLockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import type { LockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import { selectPackages } from '../../ecosystems/lockfiles/select-packages.ts';
import type { Selection } from '../../ecosystems/lockfiles/select-packages.ts';
import { usualTargets } from '../../ecosystems/lockfiles/usual-targets.ts';
import type { Ecosystem, Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import { knownBuild } from '../../ecosystems/node/known-builds.ts';
import { nativePackage } from '../../bases/native-packages.ts';
import type { Place } from './place.ts';
import type { StageRuntime } from './runtime.ts';
import { systemPython } from './system-runtimes.ts';

/** The target that a lockfile is judged on in a stage; null where the C library is not known. */
export function lockTargetFor(
  place: Pick<Place, 'libc' | 'version'> & { readonly classification?: Place['classification'] },
  lock: Lockfile,
  runtimes: readonly StageRuntime[],
  architecture: string,
): LockTarget | null {
  if (place.libc !== 'glibc' && place.libc !== 'musl') return null;
  const version = /^(\d+)\.(\d+)/.exec(place.version ?? (place.libc === 'musl' ? '1.2' : '2.36'))?.[0] ?? '1.2';
  const usual = usualTargets(lock)[0]?.name.split('+').slice(1).join('+') ?? 'node@24';
  const own = knownRuntime(lock, runtimes, place) ?? usual;
  return parseLockTarget(`${place.libc}@${version}/${machines[architecture] ?? 'x86_64'}+${own}`);
}

/** The runtime that a stage installs a lock for: `cpython@3.11`; null where its version is not known and a usual one is assumed. */
export function knownRuntime(
  lock: Lockfile,
  runtimes: readonly StageRuntime[],
  { classification }: { readonly classification?: Place['classification'] },
): string | null {
  const wanted = runtimeNames[lock.ecosystem];
  const runtime = runtimes.find(({ name }) => name === wanted);
  const version = runtime?.version ?? (wanted === 'cpython' && runtime?.from === 'package' ? systemPython(classification) : null);
  // `python:3` moves on with every release.
  if (version === null || (wanted === 'cpython' && !version.includes('.'))) return null;
  return `${wanted}@${version}`;
}

const runtimeNames: Readonly<Record<Ecosystem, StageRuntime['name']>> = {
  python: 'cpython',
  node: 'node',
  go: 'go',
  ruby: 'ruby',
  java: 'java',
  php: 'php',
  dotnet: 'dotnet',
  beam: 'erlang',
  rust: 'rust',
};

const machines: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  arm64: 'aarch64',
  arm: 'armv7l',
  '386': 'i686',
  ppc64le: 'ppc64le',
  s390x: 's390x',
  riscv64: 'riscv64',
};

export interface Crossing {
  /** Packages whose files for one target are not those for the other. */
  readonly sure: readonly string[];
  /** Packages of which the lock does not tell. */
  readonly open: readonly string[];
}

const kept = new WeakMap<Lockfile, Map<string, Selection>>();

/** Each lock is selected once per target. */
export function selectionFor(lock: Lockfile, target: LockTarget): Selection {
  const byTarget = kept.get(lock) ?? new Map<string, Selection>();
  kept.set(lock, byTarget);
  const known = byTarget.get(target.name) ?? selectPackages(lock, target);
  byTarget.set(target.name, known);
  return known;
}

/** What an installation made on one target lacks on another; of a traced one only the files that were loaded came along. */
export function crossing(lock: Lockfile, made: LockTarget, used: LockTarget, traced: boolean): Crossing {
  const there = selectionFor(lock, made);
  const here = selectionFor(lock, used);
  const installed = new Set(traced ? [] : (there.installed ?? []));
  const before = new Map(there.packages.map((each) => [`${each.name} ${each.version ?? ''}`, each]));
  const sure: string[] = [];
  const open: string[] = [];
  const manager = lock.ecosystem === 'python' ? 'pip' : lock.ecosystem === 'node' ? 'npm' : null;
  for (const each of here.packages) {
    const told = manager === null ? undefined : nativePackage(manager, each.name);
    // A release without file names is any file; what the table knows has native code, of the rest nobody knows.
    const unnamed = lock.ecosystem === 'python' && each.verdict === 'unknown';
    if ((unnamed || told !== undefined) && !each.native && each.development !== true) {
      if (told === undefined) open.push(each.name);
      else sure.push(each.version === null ? each.name : `${each.name} ${each.version}`);
      continue;
    }
    // A framework's own compiler is not among what it traces.
    if (!each.native || each.development === true || (traced && each.name === 'next')) continue;
    const then = before.get(`${each.name} ${each.version ?? ''}`);
    const name = each.version === null ? each.name : `${each.name} ${each.version}`;
    if (each.file !== undefined && (knownBuild(each.file) === 'any' || installed.has(each.file) || then?.file === each.file)) continue;
    if (each.verdict === 'prebuilt' && each.file === undefined) continue;
    if (each.verdict === 'prebuilt' || each.verdict === 'compiles' || then?.verdict === 'compiles' || then?.verdict === 'prebuilt')
      sure.push(name);
    else if (each.verdict === 'unknown') open.push(name);
  }
  return { sure: [...new Set(sure)], open: [...new Set(open)] };
}
