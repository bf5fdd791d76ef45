import type { ElfFacts } from '../../tree/elf-facts.ts';
import type { Machine } from '../machine.ts';
import { memoised, type ObjectFacts } from './object-facts.ts';
import { hashName } from './symbol-index.ts';

/** How a lookup treats candidates: PLT refuses undefined ones, COPY passes over the program. */
export const LOOKUP_DATA = 0;
export const LOOKUP_PLT = 1;
export const LOOKUP_COPY = 2;

/** The distinct symbol lookups that relocating an object makes; an undefined weak symbol is left out, for nothing is wrong when it is found nowhere. */
export interface Lookups {
  /** `symbol << 2 | class`, in the order in which the relocations first make them. */
  readonly keys: Int32Array;
  readonly hashes: Uint32Array;
}

export interface LookupRules {
  /** Part of the memo key: family and machine. */
  readonly id: string;
  readonly classOf: (type: number) => number;
  /** Symbols that are bound without a lookup. */
  readonly local: (elf: ElfFacts, symbol: number) => boolean;
  /** Tables in the order in which the loader goes through them. */
  readonly tables: readonly RelocationTable[];
}

export type RelocationTable = 'jmprel' | 'rel' | 'rela';

export const STB_LOCAL = 0;
export const STB_WEAK = 2;

export function lookupsOf(object: ObjectFacts, rules: LookupRules, lazyTables: boolean): Lookups {
  return memoised(object, `lookups ${rules.id} ${lazyTables}`, () => collect(object.elf, rules, lazyTables));
}

/** `lazyTables` false leaves DT_JMPREL out. */
function collect(elf: ElfFacts, rules: LookupRules, lazyTables: boolean): Lookups {
  const tables = rules.tables.filter((table) => (lazyTables || table !== 'jmprel') && elf.relocations[table].length > 0);
  // What a profile keeps of a library has no relocations, and its symbols are made when somebody looks.
  if (tables.length === 0) return { keys: new Int32Array(), hashes: new Uint32Array() };
  const found = new Set<number>();
  const { symbols } = elf;
  for (const table of tables) {
    const pairs = elf.relocations[table];
    for (let i = 0; i + 1 < pairs.length; i += 2) {
      const type = pairs[i] ?? 0;
      const symbol = pairs[i + 1] ?? 0;
      if (type === 0 || symbol === 0 || symbol >= symbols.count) continue;
      const key = (symbol << 2) | rules.classOf(type);
      if (found.has(key) || rules.local(elf, symbol) || isWeakUndefined(elf, symbol)) continue;
      found.add(key);
    }
  }
  const keys = Int32Array.from(found);
  const hashes = Uint32Array.from(keys, (key) => hashName(symbols.strings, symbols.name[key >> 2] ?? 0));
  return { keys, hashes };
}

export function isWeakUndefined(elf: ElfFacts, symbol: number): boolean {
  return elf.symbols.section[symbol] === 0 && (elf.symbols.info[symbol] ?? 0) >> 4 === STB_WEAK;
}

/** Which relocation types of `object` the given set does not have, and whether it has initial-exec ones. */
export interface SpecialRelocations {
  readonly unsupported: boolean;
  readonly initialExec: boolean;
}

export function specialRelocations(object: ObjectFacts, machine: Machine, supported: ReadonlySet<number>, id: string): SpecialRelocations {
  return memoised(object, `special ${id} ${machine.name}`, () => {
    const types = new Set<number>();
    for (const table of ['jmprel', 'rel', 'rela'] as const) {
      const pairs = object.elf.relocations[table];
      for (let i = 0; i < pairs.length; i += 2) types.add(pairs[i] ?? 0);
    }
    const foreign = object.elf.relocations.relative > 0 && object.elf.machine !== 0 && object.machine?.name !== machine.name;
    return {
      unsupported: foreign || [...types].some((type) => !supported.has(type)),
      initialExec: machine.tpoff.some((type) => types.has(type)),
    };
  });
}
