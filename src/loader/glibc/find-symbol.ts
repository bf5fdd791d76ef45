import { SYMBOL_HIDDEN, SYMBOL_VALUE } from '../../tree/elf-facts.ts';
import { LOOKUP_PLT } from '../objects/imports.ts';
import { memoised, type ObjectFacts, type ObjectVersion } from '../objects/object-facts.ts';
import type { Accept } from '../objects/unresolved.ts';

const SHN_ABS = 0xfff1;
const STT_TLS = 6;
/** NOTYPE, OBJECT, FUNC, COMMON, TLS, GNU_IFUNC. */
const ALLOWED_TYPES = new Set([0, 1, 2, 5, STT_TLS, 10]);
/** GLOBAL, WEAK, GNU_UNIQUE. */
const BINDINGS = new Set([1, 2, 10]);

/** check_match and the choice after it in do_lookup_x (elf/dl-lookup.c). */
export const accept: Accept = (wanting, key, provider, symbol) => {
  if (!matchesKind(provider, symbol, (key & 3) === LOOKUP_PLT)) return false;
  const { symbols } = provider.elf;
  const visibility = (symbols.other[symbol] ?? 0) & 3;
  if (visibility === 1 || visibility === 2 || !BINDINGS.has((symbols.info[symbol] ?? 0) >> 4)) return false;
  return matchesVersion(wantedVersion(wanting, key >> 2), provider, symbol);
};

/** Value and type, before the version is looked at. */
export function matchesKind(provider: ObjectFacts, symbol: number, plt: boolean): boolean {
  const { symbols } = provider.elf;
  const type = (symbols.info[symbol] ?? 0) & 0xf;
  const section = symbols.section[symbol] ?? 0;
  if (((symbols.marks[symbol] ?? 0) & SYMBOL_VALUE) === 0 && section !== SHN_ABS && type !== STT_TLS) return false;
  return !(plt && section === 0) && ALLOWED_TYPES.has(type);
}

export function wantedVersion(wanting: ObjectFacts, symbol: number): ObjectVersion | undefined {
  return isVersioned(wanting) ? wanting.versions()[wanting.elf.symbols.version[symbol] ?? 0] : undefined;
}

/** l_versyms is set: the object requires or defines versions. */
export function isVersioned(object: ObjectFacts): boolean {
  return memoised(object, 'versioned', () => {
    const { elf } = object;
    return elf.dynamic?.versym === true && (elf.versionNeeds.length > 0 || elf.versionDefinitions.length > 0);
  });
}

function matchesVersion(wanted: ObjectVersion | undefined, provider: ObjectFacts, symbol: number): boolean {
  if (!isVersioned(provider)) return true;
  const { symbols } = provider.elf;
  const index = symbols.version[symbol] ?? 0;
  const hidden = ((symbols.marks[symbol] ?? 0) & SYMBOL_HIDDEN) !== 0;
  // Without a version the base and the first one are taken, or the only one that is not hidden.
  if (wanted === undefined) return index < 3 || !hidden;
  const has = provider.versions()[index];
  return has?.name === wanted.name || !(wanted.hidden || has !== undefined || hidden);
}
