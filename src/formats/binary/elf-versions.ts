import type { ElfSegment, VersionDefinition, VersionNeed } from '../../tree/elf-facts.ts';
import { FormatError } from '../format-error.ts';
import * as constant from './elf-constants.ts';
import type { DynamicTable } from './elf-dynamic.ts';
import { fileRange } from './elf-header.ts';
import { attempt, type ElfInput } from './elf-input.ts';

const FLAG_BASE = 1;
const FLAG_WEAK = 2;
/** Version indexes have 15 bits; records may overlap in hostile files, so the chain lengths bound nothing. */
const MAX_RECORDS = 65_536;

/** DT_VERNEED: records chained by vn_next, each with its vernaux chain (LSB, symbol versioning). The loaders end at a next of 0, not at DT_VERNEEDNUM. */
export function readVersionNeeds(input: ElfInput, segments: readonly ElfSegment[], table: DynamicTable): VersionNeed[] {
  const needs: VersionNeed[] = [];
  eachRecord(input, segments, table, constant.DT_VERNEED, 16, 'DT_VERNEED', (view, at, spend) => {
    const file = table.strings.at(view.getUint32(4, input.little));
    const versions: { name: string; index: number; weak: boolean }[] = [];
    needs.push({ file, versions });
    attempt(input, undefined, () => {
      let entryAt = at + view.getUint32(8, input.little);
      for (let left = view.getUint16(2, input.little); left > 0; left--) {
        spend();
        const entry = input.take(entryAt, 16, 'a version of DT_VERNEED');
        const weak = (entry.getUint16(4, input.little) & FLAG_WEAK) !== 0;
        versions.push({ name: table.strings.at(entry.getUint32(8, input.little)), index: entry.getUint16(6, input.little) & 0x7fff, weak });
        const next = entry.getUint32(12, input.little);
        if (next === 0) break;
        entryAt += next;
      }
    });
    return view.getUint32(12, input.little);
  });
  return needs;
}

/** DT_VERDEF: the first verdaux of a record is its own name, the rest its parents. */
export function readVersionDefinitions(input: ElfInput, segments: readonly ElfSegment[], table: DynamicTable): VersionDefinition[] {
  const definitions: VersionDefinition[] = [];
  eachRecord(input, segments, table, constant.DT_VERDEF, 20, 'DT_VERDEF', (view, at, spend) => {
    const flags = view.getUint16(2, input.little);
    const names: string[] = [];
    attempt(input, undefined, () => {
      let entryAt = at + view.getUint32(12, input.little);
      for (let left = view.getUint16(6, input.little); left > 0; left--) {
        spend();
        const entry = input.take(entryAt, 8, 'a name of DT_VERDEF');
        names.push(table.strings.at(entry.getUint32(0, input.little)));
        const next = entry.getUint32(4, input.little);
        if (next === 0) break;
        entryAt += next;
      }
    });
    const [name, ...parents] = names;
    const index = view.getUint16(4, input.little) & 0x7fff;
    if (name !== undefined) definitions.push({ name, index, base: (flags & FLAG_BASE) !== 0, weak: (flags & FLAG_WEAK) !== 0, parents });
    return view.getUint32(16, input.little);
  });
  return definitions;
}

/** Walks one chain; `visit` returns the distance to the next record (always forward, so a chain cannot loop). What was read stays when it breaks. */
function eachRecord(
  input: ElfInput,
  segments: readonly ElfSegment[],
  table: DynamicTable,
  tag: bigint,
  size: number,
  what: string,
  visit: (view: DataView, at: number, spend: () => void) => number,
): void {
  const address = table.last.get(tag);
  if (address === undefined) return;
  let records = 0;
  const spend = (): void => {
    if (++records > MAX_RECORDS) throw new FormatError('elf-over-budget', 0, `${what} has more than ${MAX_RECORDS} records`);
  };
  attempt(input, undefined, () => {
    const place = fileRange(segments, address);
    if (place === null) throw new FormatError('elf-bad-address', 0, `${what} is in no segment`);
    let at = place.offset;
    for (;;) {
      spend();
      const next = visit(input.take(at, size, what), at, spend);
      if (next === 0) return;
      at += next;
    }
  });
}
