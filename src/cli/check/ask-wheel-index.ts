import { compare, gt, valid } from '@renovatebot/pep440';
import { applicationOf } from '../../judge/application.ts';
import type { InstalledWheel, Software, WheelBase, WheelIndex } from '../../judge/software.ts';
import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import { normalizeName } from '../../formats/text/lockfiles/python/requirement.ts';
import type { IndexFile } from '../../formats/text/lockfiles/python/simple-index.ts';
import type { LockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import type { SelectedPackage } from '../../ecosystems/lockfiles/selected-package.ts';
import { selectPackages } from '../../ecosystems/lockfiles/select-packages.ts';
import { withIndexFiles } from '../../ecosystems/python/with-index-files.ts';
import type { CommandIo } from '../io.ts';
import { indexAsker } from './online/fetch-python.ts';

/** For `--online`: asks the index of the user's pip which files the installed releases with native code have. Nothing is downloaded but the lists. */
export async function withWheelIndex(software: Software, io: CommandIo): Promise<Software> {
  const wheels = applicationOf(software).installed.python.flatMap(({ name, version, natives }) =>
    version !== null && (natives?.length ?? 0) > 0 ? [{ name, version }] : [],
  );
  const python = pythonOf(software, applicationOf(software).installed.python[0]?.folder);
  if (wheels.length === 0 || python === null) return software;
  const lists = await indexAsker(io).lists([...new Set(wheels.map(({ name }) => normalizeName(name)))]);
  return { ...software, wheels: wheelIndex(lists, python) };
}

function pythonOf({ runtimes }: Software, folder: string | undefined): string | null {
  const installed = /\/python(\d+\.\d+)\//.exec(`${folder ?? ''}/`)?.[1];
  return installed ?? runtimes.find(({ kind, version }) => kind === 'python' && version !== undefined)?.version ?? null;
}

/** What the file lists of an index, by normalized name, say for one Python. */
export function wheelIndex(lists: ReadonlyMap<string, readonly IndexFile[]>, python: string): WheelIndex {
  const answers = new Map<string, SelectedPackage | null>();
  const select: WheelIndex['select'] = (wheel, base) => {
    const target = lockTarget(base, python);
    if (target === null || !lists.has(normalizeName(wheel.name))) return null;
    const key = `${wheel.name} ${wheel.version} ${target.name}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = selectPackages(withIndexFiles(lockOf(wheel), lists), target).packages[0] ?? null;
    answers.set(key, answer);
    return answer;
  };
  return {
    select,
    newer(wheel, base) {
      const later = releasesOf(lists.get(normalizeName(wheel.name)) ?? []).filter((version) => gt(version, wheel.version));
      for (const version of later) {
        const found = select({ ...wheel, version }, base);
        if (found?.verdict === 'prebuilt' && found.file !== undefined) return { version, file: found.file };
      }
      return null;
    },
  };
}

/** Final releases that have wheels, oldest first. */
function releasesOf(files: readonly IndexFile[]): readonly string[] {
  const versions = new Set(files.filter(({ name }) => name.endsWith('.whl')).map(({ name }) => name.split('-')[1] ?? ''));
  return [...versions].filter((version) => valid(version) !== null && /^[\d.]+(?:\.?post\d+)?$/.test(version)).toSorted(compare);
}

/** One release as a lock without files: the index names them. */
function lockOf({ name, version }: InstalledWheel): Lockfile {
  const packages = [{ id: '0', name, version, source: 'registry' as const, edges: [] }];
  return { format: 'requirements', version: null, ecosystem: 'python', packages, roots: null, unresolved: [] };
}

function lockTarget({ family, version, machine }: WheelBase, python: string): LockTarget | null {
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
