import { SYMBOL_HIDDEN, SYMBOL_VALUE, type SymbolTable } from '../../tree/elf-facts.ts';
import { LOOKUP_PLT } from '../objects/imports.ts';
import type { ObjectFacts } from '../objects/object-facts.ts';
import { findSymbol, hashName, nameBytes } from '../objects/symbol-index.ts';
import type { Accept } from '../objects/unresolved.ts';

const STT_TLS = 6;
/** NOTYPE, OBJECT, FUNC, COMMON, TLS: no IFUNC. */
const OK_TYPES = new Set([0, 1, 2, 5, STT_TLS]);
/** GLOBAL, WEAK, GNU_UNIQUE. */
const OK_BINDS = new Set([1, 2, 10]);

/** find_sym2 of ldso/dynlink.c. Versions play no part, but a hidden one is not seen at all. */
export function acceptable(symbols: SymbolTable, symbol: number, needDefinition: boolean): boolean {
  const marks = symbols.marks[symbol] ?? 0;
  if ((marks & SYMBOL_HIDDEN) !== 0) return false;
  const info = symbols.info[symbol] ?? 0;
  const type = info & 0xf;
  if (symbols.section[symbol] === 0 && (needDefinition || type === STT_TLS)) return false;
  if ((marks & SYMBOL_VALUE) === 0 && type !== STT_TLS) return false;
  return OK_TYPES.has(type) && OK_BINDS.has(info >> 4);
}

export const acceptForRelocation: Accept = (_wanting, key, provider, symbol) =>
  acceptable(provider.elf.symbols, symbol, (key & 3) === LOOKUP_PLT);

/** Whether `object` defines `name` for musl. */
export function definesName(object: ObjectFacts, name: string): boolean {
  const bytes = nameBytes(name);
  const hash = hashName(bytes.strings, 0);
  return findSymbol(object.index(), object.elf.symbols, hash, bytes, (symbol) => acceptable(object.elf.symbols, symbol, true)) >= 0;
}
