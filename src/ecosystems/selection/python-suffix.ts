/** The CPython that imports: what its importlib machinery accepts as the end of an extension module's file name. */
export interface PythonTarget {
  /** `3.11` */
  readonly version: string;
  readonly freeThreaded: boolean;
  /** `x86_64-linux-gnu`, `x86_64-linux-musl`: the platform word of its SOABI, from its own lib-dynload where that was seen. */
  readonly platform: string;
}

/**
 * Whether that CPython tries a file of this name (native-dependencies.md 2.5; importlib's EXTENSION_SUFFIXES): its own tagged suffix, `.abi3.so` (not the
 * free-threaded build; `.abi3t.so` from 3.15) and `.so`. Any other tag makes the file invisible: ModuleNotFoundError, and no loader is asked.
 */
export function isImportable(fileName: string, python: PythonTarget): boolean {
  const rest = /^[^.]+((?:\.[^.]+)*)\.so$/.exec(fileName)?.[1];
  if (rest === undefined) return false;
  if (rest === '') return true;
  if (rest === '.abi3') return !python.freeThreaded;
  if (rest === '.abi3t') return minor(python.version) >= 15;
  return rest === `.cpython-${python.version.replace('.', '')}${python.freeThreaded ? 't' : ''}-${python.platform}`;
}

/** The platform word that a CPython of this version gives its modules: before 3.11 musl builds said `gnu` too (python/cpython#24502). */
export function defaultPlatformWord(machine: string, libc: 'musl' | 'glibc', version: string): string {
  const environment = libc === 'musl' && minor(version) >= 11 ? 'musl' : 'gnu';
  return machine === 'arm' ? `arm-linux-${environment}eabihf` : `${machine}-linux-${environment}`;
}

function minor(version: string): number {
  return Number(version.split('.')[1] ?? 0);
}
