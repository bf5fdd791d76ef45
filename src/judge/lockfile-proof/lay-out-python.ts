import { machineNumber } from '../../ecosystems/lockfiles/lock-selection.ts';
import type { LockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import type { NativeContents } from '../../ecosystems/lockfiles/native-contents.ts';
import type { SelectedPackage } from '../../ecosystems/lockfiles/selected-package.ts';
import { defaultPlatformWord, isImportable } from '../../ecosystems/selection/python-suffix.ts';
import type { ElfFacts } from '../../tree/elf-facts.ts';
import { classifyElf } from '../classify-elf.ts';
import type { LaidOut, OpenedFile } from './laid-out.ts';

/**
 * The selected wheels in one site-packages, as the official image has it. Opened are the extension modules that this Python imports by their names; of a wheel without
 * any its programs, and else its libraries, which ctypes opens.
 */
export function layOutPython(
  packages: readonly SelectedPackage[],
  target: LockTarget,
  wheels: ReadonlyMap<string, NativeContents>,
): LaidOut {
  const files = new Map<string, ElfFacts>();
  const opened: OpenedFile[] = [];
  const { name, version, freeThreaded } = target.runtime;
  // What PyPy opens, and how, is not known here.
  if (name !== 'cpython') return { files, opened };
  const short = version.split('.').slice(0, 2).join('.');
  const prefix = `/usr/local/lib/python${short}${freeThreaded ? 't' : ''}/site-packages`;
  const python = { version: short, freeThreaded, platform: defaultPlatformWord(target.machine, target.libc.family, short) };
  for (const { file } of packages) {
    const contents = file === undefined ? undefined : wheels.get(file);
    if (file === undefined || contents === undefined) continue;
    const natives = contents.natives.flatMap(({ path, elf }) =>
      elf === undefined || elf.machine !== machineNumber(target.machine) ? [] : [{ member: path, path: installedPath(path, prefix), elf }],
    );
    for (const { path, elf } of natives) files.set(path, elf);
    const kinds = natives.map((native) => ({ native, kind: classifyElf(native.path, native.elf) }));
    const extensions = kinds.filter(({ native, kind }) => kind === 'python-extension' && isImportable(fileName(native.path), python));
    const programs = kinds.filter(({ kind }) => kind === 'program' || kind === 'static-program');
    const libraries = kinds.filter(({ kind, native }) => kind === 'library' && !/\.libs\/[^/]+$/.test(native.path));
    const main = extensions.length > 0 ? extensions : programs.length > 0 ? programs : libraries;
    for (const { native, kind } of main)
      opened.push({ owner: file, ...native, mode: kind === 'program' || kind === 'static-program' ? 'exec' : 'dlopen-now' });
  }
  return { files, opened };
}

/** PEP 427: `NAME.data/` holds what goes elsewhere. */
function installedPath(member: string, prefix: string): string {
  const data = /^[^/]+\.data\/(purelib|platlib|scripts|data)\/(.+)$/.exec(member);
  if (data === null) return `${prefix}/${member}`;
  const [, scheme, rest = ''] = data;
  return scheme === 'scripts' ? `/usr/local/bin/${rest}` : scheme === 'data' ? `/usr/local/${rest}` : `${prefix}/${rest}`;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
