import type { ElfSegment, Relocations } from '../../tree/elf-facts.ts';
import { FormatError } from '../format-error.ts';
import * as constant from './elf-constants.ts';
import type { DynamicTable } from './elf-dynamic.ts';
import { fileRange } from './elf-header.ts';
import { attempt, type ElfInput } from './elf-input.ts';
import { isRelative } from './elf-relative.ts';

const EMPTY = new Uint32Array(0);
const DT_RELA_NUMBER = 7n;

export const NO_RELOCATIONS: Relocations = { jmprel: EMPTY, rel: EMPTY, rela: EMPTY, relative: 0, relr: 0 };

export function readRelocations(input: ElfInput, machine: number, segments: readonly ElfSegment[], table: DynamicTable): Relocations {
  let relative = 0;
  const read = (tag: bigint, sizeTag: bigint, withAddend: boolean, what: string): Uint32Array =>
    attempt(input, EMPTY, () => {
      const address = table.last.get(tag);
      const size = Number(table.last.get(sizeTag) ?? 0n);
      if (address === undefined || size === 0) return EMPTY;
      const place = fileRange(segments, address);
      if (place === null) throw new FormatError('elf-bad-address', 0, `${what} is in no segment`);
      if (size > place.room) input.defect('elf-truncated', place.offset, `${what} ends beyond its segment`);
      const entries = decode(input, input.upTo(place.offset, Math.min(size, place.room), what), machine, withAddend);
      relative += entries.relative;
      return entries.pairs;
    });
  const pltWithAddend = table.last.get(constant.DT_PLTREL) === DT_RELA_NUMBER;
  const jmprel = read(constant.DT_JMPREL, constant.DT_PLTRELSZ, pltWithAddend, 'DT_JMPREL');
  const rel = read(constant.DT_REL, constant.DT_RELSZ, false, 'DT_REL');
  const rela = read(constant.DT_RELA, constant.DT_RELASZ, true, 'DT_RELA');
  const relr = table.last.has(constant.DT_RELR) ? Math.floor(Number(table.last.get(constant.DT_RELRSZ) ?? 0n) / (input.wide ? 8 : 4)) : 0;
  return { jmprel, rel, rela, relative, relr };
}

function decode(input: ElfInput, view: DataView, machine: number, withAddend: boolean): { pairs: Uint32Array; relative: number } {
  const entry = (input.wide ? 8 : 4) * (withAddend ? 3 : 2);
  const count = Math.floor(view.byteLength / entry);
  const typeOf = typeReader(input, machine);
  const symbolOf = symbolReader(input, machine);
  let kept = 0;
  for (let i = 0, at = 0; i < count; i++, at += entry) if (!isRelative(machine, typeOf(view, at), symbolOf(view, at))) kept++;
  const pairs = new Uint32Array(kept * 2);
  let to = 0;
  for (let at = 0; to < pairs.length; at += entry) {
    const type = typeOf(view, at);
    const symbol = symbolOf(view, at);
    if (isRelative(machine, type, symbol)) continue;
    pairs[to++] = type;
    pairs[to++] = symbol;
  }
  return { pairs, relative: count - kept };
}

type Field = (view: DataView, at: number) => number;

function typeReader({ wide, little }: ElfInput, machine: number): Field {
  if (!wide) return (view, at) => view.getUint32(at + 4, little) & 0xff;
  // The MIPS N64 psABI splits r_info into a symbol word and four bytes (special symbol, types 3, 2 and 1) in this order whatever the byte order;
  // read big-endian they are the number that the other class-64 psABIs would have.
  if (machine === constant.EM_MIPS) return (view, at) => view.getUint32(at + 12, false);
  // SPARC V9 keeps extra data for R_SPARC_OLO10 above the low byte.
  const mask = machine === constant.EM_SPARCV9 ? 0xff : 0xffffffff;
  return (view, at) => (view.getUint32(at + (little ? 8 : 12), little) & mask) >>> 0;
}

function symbolReader({ wide, little }: ElfInput, machine: number): Field {
  if (!wide) return (view, at) => view.getUint32(at + 4, little) >>> 8;
  if (machine === constant.EM_MIPS) return (view, at) => view.getUint32(at + 8, little);
  return (view, at) => view.getUint32(at + (little ? 12 : 8), little);
}
