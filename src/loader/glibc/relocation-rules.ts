import type { Machine } from '../machine.ts';
import { LOOKUP_COPY, LOOKUP_DATA, LOOKUP_PLT, STB_LOCAL, type LookupRules } from '../objects/imports.ts';

const RULES = new Map<string, LookupRules>();

/** elf_dynamic_do_Rel and RESOLVE_MAP of glibc: local and hidden symbols need no lookup; DT_REL, DT_RELA, then DT_JMPREL. */
export function relocationRules(machine: Machine): LookupRules {
  let rules = RULES.get(machine.name);
  if (rules === undefined) {
    const pltClass = new Set(machine.pltClass);
    rules = {
      id: `glibc ${machine.name}`,
      classOf: (type) => (type === machine.copy ? LOOKUP_COPY : pltClass.has(type) ? LOOKUP_PLT : LOOKUP_DATA),
      local: (elf, symbol) => {
        const visibility = (elf.symbols.other[symbol] ?? 0) & 3;
        return (elf.symbols.info[symbol] ?? 0) >> 4 === STB_LOCAL || visibility === 1 || visibility === 2;
      },
      tables: ['rel', 'rela', 'jmprel'],
    };
    RULES.set(machine.name, rules);
  }
  return rules;
}
