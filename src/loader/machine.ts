/**
 * What differs from machine to machine, by e_machine: relocation types (the psABI supplements; musl arch/<arch>/reloc.h, glibc
 * sysdeps/<arch>/dl-machine.h), names of loaders (loader.md 2.1) and flags of usable cache entries (glibc sysdeps/generic/ldconfig.h).
 */
export interface Machine {
  readonly name: string;
  readonly class: 32 | 64;
  readonly endian: 'little' | 'big';
  readonly plt: number;
  readonly got: number;
  readonly copy: number;
  readonly relative: number;
  readonly irelative: number;
  /** Offsets from the thread pointer: initial-exec TLS. */
  readonly tpoff: readonly number[];
  /** Types that make a glibc lookup one of class PLT (elf_machine_type_class). */
  readonly pltClass: readonly number[];
  readonly tlsdesc: number | null;
  /** Types that musl applies besides NONE. */
  readonly musl: ReadonlySet<number>;
  /** Types that glibc's loader applies, NONE and the lazy ones included. */
  readonly glibc: ReadonlySet<number>;
  /** LDSO_ARCH of musl: the loader is `/lib/ld-musl-ARCH.so.1`. */
  readonly muslArch: string;
  /** PT_INTERP of glibc programs, and the `$LIB` and `$PLATFORM` of an upstream build. */
  readonly glibcInterpreter: string;
  readonly lib: string;
  readonly platform: string;
  /** Whole flags word of a usable ld.so.cache entry. */
  readonly cacheFlags: number;
  /** A library without PT_GNU_STACK asks for an executable stack (DEFAULT_STACK_PERMS of glibc). */
  readonly executableByDefault: boolean;
  readonly pageSize: number;
  /** TLS_TCB_AT_TP of glibc: the static block lies below the thread pointer (x86, s390). */
  readonly tlsBelow: boolean;
  /** Subdirectories of `glibc-hwcaps/`, best first, with the CPU level that has them. */
  readonly hwcaps: readonly string[];
}

export const EM_386 = 3;
export const EM_PPC64 = 21;
export const EM_S390 = 22;
export const EM_ARM = 40;
export const EM_X86_64 = 62;
export const EM_AARCH64 = 183;
export const EM_RISCV = 243;

/** Null for a machine without a table: its files are then undecided, never passed. */
export function machineOf(facts: { readonly machine: number; readonly class: 32 | 64; readonly endian: 'little' | 'big' }): Machine | null {
  if (facts.machine === EM_X86_64 && facts.class === 32) return null; // x32
  return MACHINES.get(facts.machine) ?? null;
}

const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

const X86_64: Machine = {
  name: 'x86_64',
  class: 64,
  endian: 'little',
  plt: 7,
  got: 6,
  copy: 5,
  relative: 8,
  irelative: 37,
  tpoff: [18],
  pltClass: [7, 16, 17, 18, 36],
  tlsdesc: 36,
  musl: new Set([0, 1, 2, 5, 6, 7, 8, 16, 17, 18, 36]),
  glibc: new Set([0, 1, 2, 5, 6, 7, 8, 10, 16, 17, 18, 32, 33, 36, 37, 38]),
  muslArch: 'x86_64',
  glibcInterpreter: '/lib64/ld-linux-x86-64.so.2',
  lib: 'lib64',
  platform: 'haswell',
  cacheFlags: 0x303,
  executableByDefault: true,
  pageSize: 4096,
  tlsBelow: true,
  hwcaps: ['x86-64-v3', 'x86-64-v2'],
};

const AARCH64: Machine = {
  ...X86_64,
  name: 'aarch64',
  plt: 1026,
  got: 1025,
  copy: 1024,
  relative: 1027,
  irelative: 1032,
  tpoff: [1030],
  pltClass: [1026, 1028, 1029, 1030, 1031],
  tlsdesc: 1031,
  musl: new Set([0, 257, 1024, 1025, 1026, 1027, 1028, 1029, 1030, 1031]),
  glibc: new Set([0, 257, 258, ...range(1024, 1032)]),
  muslArch: 'aarch64',
  glibcInterpreter: '/lib/ld-linux-aarch64.so.1',
  platform: 'aarch64',
  cacheFlags: 0xa03,
  executableByDefault: false,
  pageSize: 4096,
  tlsBelow: false,
  hwcaps: [],
};

const I386: Machine = {
  ...X86_64,
  name: 'i386',
  class: 32,
  irelative: 42,
  tpoff: [14, 37],
  pltClass: [7, 35, 36, 14, 37, 41],
  tlsdesc: 41,
  musl: new Set([0, 1, 2, 5, 6, 7, 8, 14, 35, 36, 37, 41]),
  glibc: new Set([0, 1, 2, 5, 6, 7, 8, 14, 35, 36, 37, 38, 41, 42]),
  muslArch: 'i386',
  glibcInterpreter: '/lib/ld-linux.so.2',
  lib: 'lib',
  platform: 'i686',
  cacheFlags: 0x3,
  hwcaps: [],
};

const ARM: Machine = {
  ...X86_64,
  name: 'arm',
  class: 32,
  plt: 22,
  got: 21,
  copy: 20,
  relative: 23,
  irelative: 160,
  tpoff: [19],
  pltClass: [22, 17, 18, 19, 13],
  tlsdesc: 13,
  musl: new Set([0, 2, 13, 17, 18, 19, 20, 21, 22, 23]),
  glibc: new Set([0, 1, 2, 13, 17, 18, 19, 20, 21, 22, 23, 160]),
  muslArch: 'armhf',
  glibcInterpreter: '/lib/ld-linux-armhf.so.3',
  lib: 'lib',
  platform: 'v7l',
  cacheFlags: 0x903,
  executableByDefault: true,
  tlsBelow: false,
  hwcaps: [],
};

const PPC64: Machine = {
  ...X86_64,
  name: 'ppc64le',
  plt: 21,
  got: 20,
  copy: 19,
  relative: 22,
  irelative: 248,
  tpoff: [73],
  pltClass: [21, 68, 73, 78],
  tlsdesc: null,
  musl: new Set([0, 19, 20, 21, 22, 38, 43, 68, 73, 78]),
  glibc: new Set([
    ...range(0, 9),
    ...range(19, 22),
    24,
    25,
    26,
    ...range(37, 44),
    56,
    57,
    ...range(68, 73),
    78,
    ...range(110, 113),
    247,
    248,
  ]),
  muslArch: 'powerpc64le',
  glibcInterpreter: '/lib64/ld64.so.2',
  platform: 'power8',
  cacheFlags: 0x503,
  executableByDefault: false,
  pageSize: 65_536,
  tlsBelow: false,
  hwcaps: ['power9'],
};

const S390X: Machine = {
  ...X86_64,
  name: 's390x',
  endian: 'big',
  plt: 11,
  got: 10,
  copy: 9,
  relative: 12,
  irelative: 61,
  tpoff: [56],
  pltClass: [11, 54, 55, 56],
  tlsdesc: null,
  musl: new Set([0, 9, 10, 11, 12, 22, 54, 55, 56]),
  glibc: new Set([0, 1, 3, 4, 5, 9, 10, 11, 12, 16, 17, 19, 22, 23, 54, 55, 56, 61]),
  muslArch: 's390x',
  glibcInterpreter: '/lib/ld64.so.1',
  platform: 'z13',
  cacheFlags: 0x403,
  executableByDefault: true,
  hwcaps: ['z13'],
};

const RISCV64: Machine = {
  ...X86_64,
  name: 'riscv64',
  plt: 5,
  got: -1,
  copy: 4,
  relative: 3,
  irelative: 58,
  tpoff: [11],
  pltClass: [5, 7, 9, 11, 12],
  tlsdesc: 12,
  musl: new Set([0, 2, 3, 4, 5, 7, 9, 11, 12]),
  glibc: new Set([0, 2, 3, 4, 5, 7, 9, 11, 12, 58]),
  muslArch: 'riscv64',
  glibcInterpreter: '/lib/ld-linux-riscv64-lp64d.so.1',
  lib: 'lib64/lp64d',
  platform: 'riscv64',
  cacheFlags: 0x1003,
  executableByDefault: false,
  tlsBelow: false,
  hwcaps: [],
};

const MACHINES: ReadonlyMap<number, Machine> = new Map([
  [EM_X86_64, X86_64],
  [EM_AARCH64, AARCH64],
  [EM_386, I386],
  [EM_ARM, ARM],
  [EM_PPC64, PPC64],
  [EM_S390, S390X],
  [EM_RISCV, RISCV64],
]);
