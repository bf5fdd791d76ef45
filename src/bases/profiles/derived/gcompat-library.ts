import table from '../../../../data/gcompat-symbols.json' with { type: 'json' };
import { fromElfRecord } from '../elf-record.ts';
import { libraryRecord } from './library-record.ts';
import type { ElfFacts } from '../../../tree/elf-facts.ts';

/** Where gcompat's loader preloads its library from. */
export const gcompatLibrary = '/lib/libgcompat.so.0';

/** What Alpine's package gcompat adds to musl: its own names, and those of the two libraries that it is linked with. Names that musl has itself are left out. */
export function gcompatFacts(machine: number): ElfFacts {
  const names = new Set([table.gcompat, table.libucontext, table['musl-obstack']].flatMap((each) => each.split(' ')));
  return fromElfRecord(libraryRecord({ soname: 'libgcompat.so.0', machine, abi: { nodes: { '': [...names].join(' ') } }, needed: [] }));
}
