import { literalHash } from './elf-literal-hash.ts';
import type { LiteralStrings } from './elf-literal-strings.ts';
import { literalVersions } from './elf-literal-versions.ts';
import type { ByteWriter } from './elf-literal-writer.ts';
import type { LiteralElf, LiteralRelocation, LiteralSymbol } from './elf-literal.ts';

/** What addresses of the first segment have over file offsets; each further segment has once more. */
export const LITERAL_SHIFT = 0x10000;

/** Symbols, versions, hash tables and relocations in the read-only segment; their addresses go into `tags`. */
export function literalTables(
  elf: LiteralElf,
  out: ByteWriter,
  symbols: readonly LiteralSymbol[],
  strings: LiteralStrings,
  tags: [number, number][],
): void {
  for (const needed of elf.needed ?? []) tags.push([1, strings.add(needed)]);
  const names: [number, string | undefined][] = [
    [14, elf.soname],
    [15, elf.rpath],
    [29, elf.runpath],
  ];
  for (const [tag, text] of names) if (text !== undefined) tags.push([tag, strings.add(text)]);
  const place = (): number => {
    out.align(8);
    return out.length() + LITERAL_SHIFT;
  };

  tags.push([6, place()]);
  out.pad(out.wide ? 24 : 16);
  for (const symbol of symbols) writeSymbol(out, symbol, strings);
  literalVersions(elf, out, symbols, strings.add, place, tags);
  literalHash(elf, out, symbols, place, tags);
  writeRelocations(elf, out, symbols, place, tags);
}

function writeSymbol(out: ByteWriter, symbol: LiteralSymbol, strings: LiteralStrings): void {
  const defined = symbol.defined ?? true;
  const info = ((symbol.binding ?? 1) << 4) | (symbol.type ?? 2);
  const value = symbol.value ?? (defined ? 0x1000 : 0);
  out.u32(strings.add(symbol.name));
  if (!out.wide) out.word(value).word(8);
  out
    .u8(info)
    .u8(symbol.visibility ?? 0)
    .u16(defined ? 1 : 0);
  if (out.wide) out.word(value).word(8);
}

function writeRelocations(
  elf: LiteralElf,
  out: ByteWriter,
  symbols: readonly LiteralSymbol[],
  place: () => number,
  tags: [number, number][],
): void {
  const wordSize = out.wide ? 8 : 4;
  const table = (name: string): readonly LiteralRelocation[] => (elf.relocations ?? []).filter((each) => (each.table ?? 'rela') === name);
  const write = (entries: readonly LiteralRelocation[], tag: number, sizeTag: number, addend: boolean): void => {
    if (entries.length === 0) return;
    tags.push([tag, place()], [sizeTag, entries.length * wordSize * (addend ? 3 : 2)]);
    for (const { type, symbol } of entries) {
      const index = symbol === undefined ? 0 : symbols.findIndex((each) => each.name === symbol) + 1;
      out.word(0x2000);
      if (!out.wide) out.u32(((index << 8) | type) >>> 0);
      else if (elf.machine === 8) out.u32(index).u32(type, false);
      else if (out.little) out.u32(type).u32(index);
      else out.u32(index).u32(type);
      if (addend) out.word(0);
    }
  };
  if (table('jmprel').length > 0) tags.push([20, 7]);
  write(table('jmprel'), 23, 2, true);
  write(table('rel'), 17, 18, false);
  write(table('rela'), 7, 8, true);
  if (elf.relr === undefined) return;
  tags.push([36, place()], [35, elf.relr.length * wordSize], [37, wordSize]);
  for (const word of elf.relr) out.word(word);
}
