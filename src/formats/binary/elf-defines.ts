import type { SymbolTable } from '../../tree/elf-facts.ts';

/** Whether the table defines this name, found by its bytes: no name is decoded. */
export function definesSymbol(symbols: SymbolTable, name: string): boolean {
  const strings = Buffer.from(symbols.strings.buffer, symbols.strings.byteOffset, symbols.strings.length);
  // Linkers merge a string into the tail of a longer one, so every place where it ends with NUL counts.
  for (let at = strings.indexOf(`${name}\0`, 0, 'latin1'); at >= 0; at = strings.indexOf(`${name}\0`, at + 1, 'latin1')) {
    for (let i = symbols.name.indexOf(at); i >= 0; i = symbols.name.indexOf(at, i + 1)) if (symbols.section[i] !== 0) return true;
  }
  return false;
}
