import type { ElfFacts, SymbolTable } from './elf-facts.ts';

/** What of a made-up program differs from one to the next. */
export interface BareProgram extends Pick<ElfFacts, 'class' | 'endian' | 'machine'> {
  readonly interpreter: string;
  readonly needed: readonly string[];
  readonly symbols: SymbolTable;
}

/**
 * The least that a process can be: a position-independent program that needs libraries and exports names, linked as compilers do by default: eager (DF_1_PIE
 * alone), and with a PT_GNU_STACK that is not executable. Without that header glibc takes the stack as executable, and 2.41's refusal would be missed.
 */
export function bareProgram({ class: size, endian, machine, interpreter, needed, symbols }: BareProgram): ElfFacts {
  const none = new Uint32Array();
  return {
    class: size,
    endian,
    machine,
    type: 3,
    osabi: 0,
    abiVersion: 0,
    flags: 0,
    entry: 1n,
    size: 4096,
    interpreter,
    segments: [{ type: 2, flags: 6, offset: 0, vaddr: 4096n, fileSize: 16, memorySize: 16, align: 8 }],
    dynamic: {
      needed,
      flags: 0,
      flags1: 0x0800_0000,
      bindNow: false,
      symbolic: false,
      textRelocations: false,
      auxiliary: [],
      filter: [],
      hash: false,
      gnuHash: true,
      versym: false,
      tags: [],
    },
    symbols,
    versionNeeds: [],
    versionDefinitions: [],
    relocations: { jmprel: none, rel: none, rela: none, relative: 0, relr: 0 },
    stack: { flags: 6, size: 0 },
    notes: { properties: [] },
    hasSectionHeaders: false,
    defects: [],
  };
}
