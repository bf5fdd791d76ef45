import { SHT_DYNSYM, SHT_NOBITS } from './elf-constants.ts';
import type { ElfHeader } from './elf-header.ts';
import { bigWord, bytesOf, word, type ElfInput } from './elf-input.ts';
import { openStrings } from './elf-strings.ts';

export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly address: bigint;
  readonly offset: number;
  readonly size: number;
  readonly align: number;
}

export interface DynamicSymbolSection {
  readonly offset: number;
  readonly count: number;
}

/** Loading needs no section: these only add (the compiler's comment, embedded build information, the length of the symbol table). */
const MAX_TABLE = 4 * 1024 * 1024;

/** Null where there are no section headers (stripped with sstrip, packed, or a loader that never needed them). */
export function readSections(input: ElfInput, header: ElfHeader): readonly ElfSection[] | null {
  const place = header.sectionHeaders;
  const entry = input.wide ? 64 : 40;
  if (place.offset === 0 || place.entrySize !== entry || place.offset + entry > input.size) return null;
  const first = input.take(place.offset, entry, 'section header 0');
  // gABI: a count of 0 and a name index of SHN_XINDEX move to sh_size and sh_link of section 0.
  const count = place.count === 0 ? word(first, input.wide ? 32 : 20, input) : place.count;
  const names = header.sectionNames === 0xffff ? first.getUint32(input.wide ? 40 : 24, input.little) : header.sectionNames;
  if (count === 0) return null;
  const view = input.upTo(place.offset, Math.min(count * entry, MAX_TABLE), 'the section header table');
  return decode(input, view, entry, names);
}

function decode(input: ElfInput, view: DataView, entry: number, names: number): ElfSection[] {
  const wide = input.wide;
  const table = names * entry + entry <= view.byteLength ? names * entry : null;
  const strings = openStrings(
    table === null
      ? new Uint8Array(0)
      : bytesOf(
          input.upTo(
            word(view, table + (wide ? 24 : 16), input),
            Math.min(MAX_TABLE, word(view, table + (wide ? 32 : 20), input)),
            'section names',
          ),
        ),
    0,
  );
  const sections: ElfSection[] = [];
  for (let at = 0; at + entry <= view.byteLength; at += entry) {
    sections.push({
      name: nameOf(strings, view.getUint32(at, input.little)),
      type: view.getUint32(at + 4, input.little),
      address: bigWord(view, at + (wide ? 16 : 12), input),
      offset: word(view, at + (wide ? 24 : 16), input),
      size: word(view, at + (wide ? 32 : 20), input),
      align: word(view, at + (wide ? 48 : 32), input),
    });
  }
  return sections;
}

function nameOf(strings: { readonly bytes: Uint8Array; readonly at: (index: number) => string }, index: number): string {
  if (index >= strings.bytes.length || !strings.bytes.includes(0, index)) return '';
  return strings.at(index);
}

export function dynamicSymbolSection(input: ElfInput, sections: readonly ElfSection[] | null): DynamicSymbolSection | undefined {
  const section = sections?.find((each) => each.type === SHT_DYNSYM);
  return section === undefined ? undefined : { offset: section.offset, count: Math.floor(section.size / (input.wide ? 24 : 16)) };
}

/** A section with content in the file. */
export function contentOf(sections: readonly ElfSection[] | null, name: string): ElfSection | undefined {
  return sections?.find((each) => each.name === name && each.type !== SHT_NOBITS && each.size > 0);
}
