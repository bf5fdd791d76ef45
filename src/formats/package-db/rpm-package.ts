import { FormatError } from '../format-error.ts';
import { parseRpmHeader } from './rpm-header.ts';
import type { RpmHeader, ValueBudget } from './rpm-header.ts';

/** One package of an rpm database. */
export interface RpmPackage {
  readonly name: string;
  readonly epoch: number | null;
  readonly version: string;
  readonly release: string;
  /** Null for the keys that rpm keeps as packages named `gpg-pubkey`. */
  readonly architecture: string | null;
  /** File name of the source package: `bash-5.1.8-9.el9.src.rpm`. */
  readonly sourceRpm: string | null;
  readonly vendor: string | null;
  /** Provides with their version: `libc.so.6(GLIBC_2.34)(64bit)`, `bash = 5.1.8-9.el9`. */
  readonly provides: readonly string[];
  readonly requires: readonly string[];
  /** Absolute paths of files, links and directories that are on the disk (rpm's states normal, replaced and wrong colour are; not installed ones are left out). */
  readonly files: readonly string[];
}

const TAG = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  vendor: 1011,
  architecture: 1022,
  oldFileNames: 1027,
  fileStates: 1029,
  sourceRpm: 1044,
  provideName: 1047,
  requireName: 1049,
  provideFlags: 1112,
  provideVersion: 1113,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
} as const;

const NOT_INSTALLED = 2;

/**
 * A package from its header blob.
 * @throws FormatError `rpm-bad-header`, `rpm-bad-tag`, `rpm-no-name`.
 */
export function parseRpmPackage(blob: Uint8Array, budget?: ValueBudget): RpmPackage {
  const header = parseRpmHeader(blob, budget);
  const name = header.string(TAG.name);
  const version = header.string(TAG.version);
  const release = header.string(TAG.release);
  if (name === null || version === null || release === null)
    throw new FormatError('rpm-no-name', 0, 'rpm header: no name, version or release');
  return {
    name,
    epoch: header.numbers(TAG.epoch)[0] ?? null,
    version,
    release,
    architecture: header.string(TAG.architecture),
    sourceRpm: header.string(TAG.sourceRpm),
    vendor: header.string(TAG.vendor),
    provides: readProvides(header),
    requires: header.strings(TAG.requireName),
    files: readFiles(header),
  };
}

/** Sense flags: 2 less, 4 greater, 8 equal. */
function readProvides(header: RpmHeader): string[] {
  const versions = header.strings(TAG.provideVersion);
  const flags = header.numbers(TAG.provideFlags);
  return header.strings(TAG.provideName).map((name, index) => {
    const version = versions[index] ?? '';
    const sense = flags[index] ?? 0;
    if (version === '' || (sense & 14) === 0) return name;
    return `${name} ${(sense & 2) === 0 ? '' : '<'}${(sense & 4) === 0 ? '' : '>'}${(sense & 8) === 0 ? '' : '='} ${version}`;
  });
}

function readFiles(header: RpmHeader): string[] {
  const directories = header.strings(TAG.dirNames);
  const indexes = header.numbers(TAG.dirIndexes);
  const bases = header.strings(TAG.baseNames);
  const paths =
    bases.length === 0
      ? header.strings(TAG.oldFileNames)
      : bases.map((base, index) => `${directories[indexes[index] ?? -1] ?? '/'}${base}`);
  const states = header.numbers(TAG.fileStates);
  return paths.filter((_, index) => states[index] !== NOT_INSTALLED);
}
