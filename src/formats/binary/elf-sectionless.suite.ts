import type { ElfFacts } from '../../tree/elf-facts.ts';

/** A copy of an ELF file that has no section headers any more, as sstrip leaves it. */
export function withoutSections(file: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(file);
  const wide = copy[4] === 2;
  copy.fill(0, wide ? 40 : 32, wide ? 48 : 36);
  copy.fill(0, wide ? 60 : 48, wide ? 64 : 52);
  return copy;
}

/** What the loaders need, as comparable texts: it must not depend on section headers. */
export function loadingFacts(facts: ElfFacts): string[] {
  const { symbols, relocations } = facts;
  const numbers = (array: ArrayLike<number>): string => Array.prototype.join.call(array, ',');
  return [
    json([facts.interpreter, facts.dynamic, facts.versionNeeds, facts.versionDefinitions, facts.tls, facts.stack]),
    `${symbols.count} ${numbers(symbols.name)}`,
    numbers(symbols.info),
    numbers(symbols.section),
    numbers(symbols.version),
    numbers(symbols.marks),
    `${numbers(relocations.jmprel)};${numbers(relocations.rel)};${numbers(relocations.rela)};${relocations.relative};${relocations.relr}`,
    json([facts.libc, facts.go?.version]),
  ];
}

function json(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each));
}
