import type { VersionDefinition } from '../../../tree/elf-facts.ts';
import type { LibcMarks } from '../../../tree/libc-marks.ts';
import { SYMBOL_HASHED, SYMBOL_HIDDEN, SYMBOL_VALUE } from '../../../tree/elf-facts.ts';
import type { ElfRecord } from '../elf-record.ts';
import type { LibraryAbi } from './abi-table.ts';
import { sortNodes } from './cut-abi.ts';

export interface DerivedLibrary {
  readonly soname: string;
  readonly machine: number;
  readonly abi: LibraryAbi;
  readonly needed: readonly string[];
  /** Nodes beside those that hold names. */
  readonly moreNodes?: readonly string[];
  readonly libc?: LibcMarks;
}

/** An ELF file of which only the exports are known: what a loader needs to bind to it. */
export function libraryRecord({ soname, machine, abi, needed, moreNodes = [], libc }: DerivedLibrary): ElfRecord {
  const nodes = sortNodes([...new Set([...Object.keys(abi.nodes).filter((node) => node !== ''), ...moreNodes])]);
  let exports: Record<string, string> | null = null;
  return {
    ...shape(machine),
    dynamic: { ...dynamic(needed), soname, versym: nodes.length > 0 },
    defines: nodes.length === 0 ? [] : definitionsOf(soname, nodes),
    get exports() {
      exports ??= exportsOf(abi, nodes);
      return exports;
    },
    ...(libc === undefined ? {} : { libc }),
  };
}

/** A program of the base: it needs its C library and is never looked into. */
export function programRecord(machine: number, interpreter: string): ElfRecord {
  return { ...shape(machine), interpreter, dynamic: { ...dynamic(['libc.so.6']), flags1: DF_1_PIE, versym: false }, exports: {} };
}

const DF_1_PIE = 0x0800_0000;

function shape(machine: number): Omit<ElfRecord, 'exports'> {
  return {
    class: 64,
    endian: 'little',
    machine,
    type: 3,
    osabi: 0,
    abiVersion: 0,
    flags: 0,
    entry: '4096',
    size: 4096,
    segments: [
      [1, 5, 0, '0', 4096, 4096, 4096],
      [2, 6, 512, '512', 512, 512, 8],
    ],
    // Distributions build without executable stacks; a file without the header would make glibc's whole process stack executable.
    stack: { flags: 6, size: 0 },
  };
}

function dynamic(needed: readonly string[]): NonNullable<ElfRecord['dynamic']> {
  return {
    needed,
    flags: 0,
    flags1: 0,
    bindNow: false,
    symbolic: false,
    textRelocations: false,
    auxiliary: [],
    filter: [],
    hash: true,
    gnuHash: true,
    versym: true,
  };
}

function definitionsOf(soname: string, nodes: readonly string[]): readonly VersionDefinition[] {
  return [
    { name: soname, index: 1, base: true, weak: false, parents: [] },
    ...nodes.map((name, at) => ({ name, index: at + 2, base: false, weak: false, parents: [] })),
  ];
}

/** The newest node of a name is its default (`@@`), unless none is. */
function exportsOf(abi: LibraryAbi, nodes: readonly string[]): Record<string, string> {
  const namesByNode = ['', ...nodes].map((node) => split(abi.nodes[node]));
  const newest = new Map<string, number>();
  for (const [at, names] of namesByNode.entries()) for (const name of names) newest.set(name, at);
  const data = new Set(split(abi.data));
  const hiddenSince = new Set(Object.keys(abi.hiddenSince ?? {}));
  const groups = new Map<number, string[]>();
  for (const [at, names] of namesByNode.entries()) {
    for (const name of names) {
      const hidden = newest.get(name) !== at || hiddenSince.has(name);
      const key = at * 16 + typeOf(name, data) * 2 + (hidden ? 1 : 0);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [name]);
      else group.push(name);
    }
  }
  return Object.fromEntries([...groups].map(([key, names]) => [fieldsOf(key), names.join(' ')]));
}

/** STT_TLS, STT_OBJECT or STT_FUNC. */
function typeOf(name: string, data: ReadonlySet<string>): number {
  if (name.startsWith('_ZT') && /^[VISTC]/.test(name.slice(3))) return 1;
  if (threadLocal.has(name)) return 6;
  return data.has(name) ? 1 : 2;
}

/** The key of an `ElfRecord`'s exports: STB_GLOBAL, and the nodes from 2 on. */
function fieldsOf(key: number): string {
  const at = key >> 4;
  const marks = SYMBOL_VALUE | SYMBOL_HASHED | ((key & 1) === 1 ? SYMBOL_HIDDEN : 0);
  return [16 | ((key >> 1) & 7), 0, 1, at + 1, marks].join(',');
}

/** The thread-local names of libstdc++ (std::call_once); glibc's own are private. */
const threadLocal = new Set(['_ZSt11__once_call', '_ZSt15__once_callable']);

function split(names: string | undefined): readonly string[] {
  return names === undefined || names === '' ? [] : names.split(' ');
}
