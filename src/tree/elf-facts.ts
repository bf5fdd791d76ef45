import type { LibcMarks } from './libc-marks.ts';

/**
 * What the loader simulation and every other analysis may know of an ELF file: the same shape whether it was parsed from bytes or
 * comes from a profile. To keep many of them, or to pass them on, there is `packed-elf.ts`; `stored-elf.ts` has those that are read when somebody looks.
 */
export interface ElfFacts {
  readonly class: 32 | 64;
  readonly endian: 'little' | 'big';
  /** How the file is really written where e_ident plainly lies about it; everything else here was read that way, as musl does, which looks at neither. */
  readonly written?: { readonly class: 32 | 64; readonly endian: 'little' | 'big' } | undefined;
  /** e_machine, e_type, EI_OSABI, EI_ABIVERSION, e_flags as in the file. */
  readonly machine: number;
  readonly type: number;
  readonly osabi: number;
  readonly abiVersion: number;
  readonly flags: number;
  readonly entry: bigint;
  /** Bytes of the whole file. */
  readonly size: number;
  /** PT_INTERP without its NUL. */
  readonly interpreter?: string | undefined;
  readonly segments: readonly ElfSegment[];
  /** Present when there is a PT_DYNAMIC with content. */
  readonly dynamic?: ElfDynamic | undefined;
  readonly symbols: SymbolTable;
  readonly versionNeeds: readonly VersionNeed[];
  readonly versionDefinitions: readonly VersionDefinition[];
  readonly relocations: Relocations;
  readonly tls?: { readonly size: number; readonly align: number } | undefined;
  /** PT_GNU_STACK: flags as in the header, memory size in bytes. */
  readonly stack?: { readonly flags: number; readonly size: number } | undefined;
  readonly notes: ElfNotes;
  readonly hasSectionHeaders: boolean;
  readonly go?: GoBuildInfo | undefined;
  readonly rust?: RustMarks | undefined;
  /** Libc facts found in the bytes, only for files that look like a loader or a libc. */
  readonly libc?: LibcMarks | undefined;
  /** The C library linked into a program that has no interpreter, where its bytes give it away; absent when they do not. */
  readonly staticLibc?: 'musl' | 'glibc' | undefined;
  /** What could not be read, in the order met; empty for a sound file. */
  readonly defects: readonly ElfDefect[];
}

export interface ElfSegment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly vaddr: bigint;
  readonly fileSize: number;
  readonly memorySize: number;
  readonly align: number;
}

export interface ElfDynamic {
  readonly needed: readonly string[];
  readonly soname?: string;
  readonly rpath?: string;
  readonly runpath?: string;
  /** DT_FLAGS and DT_FLAGS_1; 0 when absent. */
  readonly flags: number;
  readonly flags1: number;
  readonly bindNow: boolean;
  readonly symbolic: boolean;
  readonly textRelocations: boolean;
  readonly auxiliary: readonly string[];
  readonly filter: readonly string[];
  readonly hash: boolean;
  readonly gnuHash: boolean;
  /** DT_VERSYM is present. */
  readonly versym: boolean;
  /** DT_DEBUG, DT_INIT and the like by tag, for tests and display: every tag of the table in order. */
  readonly tags: readonly { readonly tag: bigint; readonly value: bigint }[];
}

/**
 * The dynamic symbol table, one array per field; entry 0 is the null symbol. Decode with `elf-symbols.ts`.
 * `version` is DT_VERSYM without the hidden bit (0 local, 1 global), 1 for all where there is no DT_VERSYM.
 */
export interface SymbolTable {
  readonly count: number;
  /** The string table (only as far as names reach); `name` holds offsets into it. */
  readonly strings: Uint8Array;
  readonly name: Uint32Array;
  /** st_info: binding << 4 | type. */
  readonly info: Uint8Array;
  /** st_other: visibility in the low two bits. */
  readonly other: Uint8Array;
  /** st_shndx; 0 is undefined. */
  readonly section: Uint16Array;
  readonly version: Uint16Array;
  /** SYMBOL_VALUE: st_value is not 0. SYMBOL_HASHED: reachable through DT_GNU_HASH if present, else DT_HASH. SYMBOL_HIDDEN: DT_VERSYM's hidden bit. */
  readonly marks: Uint8Array;
  /** What DT_GNU_HASH says the name of each symbol that it reaches hashes to, with bit 0 set (it marks the end of a chain there): loaders believe it. */
  readonly hashes?: Uint32Array;
}

export const SYMBOL_VALUE = 1;
export const SYMBOL_HASHED = 2;
export const SYMBOL_HIDDEN = 4;

/**
 * Relocations in table order as pairs [type, symbol index] in one array per table. Relative ones (type RELATIVE of that machine) are left out and counted;
 * everything else is kept, also types that the machine does not know.
 */
export interface Relocations {
  readonly jmprel: Uint32Array;
  readonly rel: Uint32Array;
  readonly rela: Uint32Array;
  readonly relative: number;
  /** Entries of DT_RELR (words of the table); 0 when absent. */
  readonly relr: number;
}

export interface VersionNeed {
  readonly file: string;
  readonly versions: readonly { readonly name: string; readonly index: number; readonly weak: boolean }[];
}

export interface VersionDefinition {
  readonly name: string;
  readonly index: number;
  readonly base: boolean;
  readonly weak: boolean;
  readonly parents: readonly string[];
}

export interface ElfNotes {
  readonly buildId?: string;
  /** NT_GNU_ABI_TAG: 0 is Linux; the oldest kernel as `3.2.0`. */
  readonly abiTag?: { readonly os: number; readonly kernel: string };
  readonly goBuildId?: string;
  readonly android?: boolean;
  /** The text of an FDO package note, as it stands. */
  readonly package?: string;
  /** NT_GNU_PROPERTY_TYPE_0: property type and value. */
  readonly properties: readonly { readonly type: number; readonly value: number }[];
}

export interface GoBuildInfo {
  /** As in the file: `go1.24.4`. */
  readonly version: string;
  readonly path?: string;
  readonly module?: string;
  /** `build` lines: CGO_ENABLED, GOOS, -tags … */
  readonly settings: Readonly<Record<string, string>>;
  /** `replacedBy` is what a `replace` directive put in its place; a directory has an empty version. */
  readonly dependencies: readonly GoModule[];
}

export interface GoModule {
  readonly path: string;
  readonly version: string;
  readonly replacedBy?: { readonly path: string; readonly version: string };
}

export interface RustMarks {
  /** `rustc` version from .comment, where it stands. */
  readonly rustc?: string;
  readonly auditable: boolean;
}

export interface ElfDefect {
  /** The code of the FormatError that reading this part gave. */
  readonly code: string;
  readonly offset: number;
  readonly message: string;
}

/** ELF facts by identity: null when the file is no ELF, a reason when it could not be read. */
export interface ElfSource {
  elf(identity: string): ElfFacts | { readonly unknown: string } | null;
}
