import { applicationOf } from '../../judge/application.ts';
import type { Software, WheelSelector } from '../../judge/software.ts';
import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import { normalizeName } from '../../formats/text/lockfiles/python/requirement.ts';
import type { LockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import type { SelectedPackage } from '../../ecosystems/lockfiles/selected-package.ts';
import { selectPackages } from '../../ecosystems/lockfiles/select-packages.ts';
import type { CommandIo } from '../io.ts';
import { deepenLockfile } from './deepen-lockfile.ts';

/** For `--online`: asks the index of the user's pip which files the installed releases with native code have. Nothing is downloaded but the lists. */
export async function withWheelIndex(software: Software, io: CommandIo): Promise<Software> {
  const wheels = applicationOf(software).installed.python.filter(({ natives, version }) => version !== null && (natives?.length ?? 0) > 0);
  const python = pythonOf(software, wheels[0]?.folder);
  if (wheels.length === 0 || python === null) return software;
  const { lock } = await deepenLockfile(lockOf(wheels), [], io);
  return { ...software, wheels: selectorOver(lock, python) };
}

function pythonOf({ runtimes }: Software, folder: string | undefined): string | null {
  const installed = /\/python(\d+\.\d+)\//.exec(`${folder ?? ''}/`)?.[1];
  return installed ?? runtimes.find(({ kind, version }) => kind === 'python' && version !== undefined)?.version ?? null;
}

/** What is installed, as a lock without files: the index names them. */
function lockOf(wheels: readonly { readonly name: string; readonly version: string | null }[]): Lockfile {
  const packages = wheels.map(({ name, version }, at) => ({ id: String(at), name, version, source: 'registry' as const, edges: [] }));
  return { format: 'requirements', version: null, ecosystem: 'python', packages, roots: null, unresolved: [] };
}

function selectorOver(lock: Lockfile, python: string): WheelSelector {
  const answers = new Map<string, ReadonlyMap<string, SelectedPackage>>();
  return ({ name, version }, base) => {
    const target = lockTarget(base, python);
    if (target === null) return null;
    const known = answers.get(target.name) ?? indexOf(selectPackages(lock, target).packages);
    answers.set(target.name, known);
    return known.get(keyOf(name, version)) ?? null;
  };
}

function indexOf(packages: readonly SelectedPackage[]): ReadonlyMap<string, SelectedPackage> {
  return new Map(packages.map((each) => [keyOf(each.name, each.version ?? ''), each]));
}

function keyOf(name: string, version: string): string {
  return `${normalizeName(name)} ${version}`;
}

function lockTarget({ family, version, machine }: Parameters<WheelSelector>[1], python: string): LockTarget | null {
  const [major, minor] = version.split('.').map((part) => Number.parseInt(part, 10));
  const word = machines[machine];
  if (major === undefined || minor === undefined || Number.isNaN(major) || Number.isNaN(minor) || word === undefined) return null;
  return {
    name: `${family}@${major}.${minor}/${word}+cpython@${python}`,
    libc: { family, major, minor },
    machine: word,
    runtime: { name: 'cpython', version: python, freeThreaded: false },
    manager: null,
  };
}

/** The kernel's word by e_machine. */
const machines: Readonly<Record<number, string | undefined>> = {
  3: 'i686',
  21: 'ppc64le',
  22: 's390x',
  40: 'armv7l',
  62: 'x86_64',
  183: 'aarch64',
  243: 'riscv64',
};
