import { LOOKUP_COPY, LOOKUP_DATA, LOOKUP_PLT, lookupsOf, specialRelocations, STB_LOCAL, type LookupRules } from '../objects/imports.ts';
import type { ObjectFacts } from '../objects/object-facts.ts';
import { hashName } from '../objects/symbol-index.ts';
import { provide, unresolved } from '../objects/unresolved.ts';
import type { Machine } from '../machine.ts';
import { symbolName } from '../../tree/elf-symbols.ts';
import { LoadStop } from '../stop.ts';
import { acceptForRelocation } from './find-symbol.ts';
import { lfs64Remap } from './lfs64.ts';
import type { Dso, MuslProcess } from './musl-process.ts';

/** reloc_all: `dsos` in chain order. Before main every failure is reported and the next relocation tried; after it the first one ends the dlopen. */
export function relocateAll(process: MuslProcess, dsos: readonly Dso[], scope: readonly Dso[]): void {
  const objects = scope.map((dso) => dso.object);
  const set = new Set(objects);
  for (const dso of dsos) {
    if (dso.relocated || dso === process.ldso) continue;
    relocate(process, dso, scope, objects, set);
    dso.relocated = true;
  }
}

function relocate(
  process: MuslProcess,
  dso: Dso,
  scope: readonly Dso[],
  objects: readonly ObjectFacts[],
  set: ReadonlySet<ObjectFacts>,
): void {
  const { machine } = process.loader;
  const { object } = dso;
  const rules = rulesOf(machine);
  const lookups = lookupsOf(object, rules, true);
  const near = (dso.deps ?? []).map((dep) => dep.object);
  const missing = unresolved(
    object,
    lookups,
    { all: objects, near, program: process.head.object, inScope: (each) => set.has(each) },
    rules.id,
    acceptForRelocation,
  );
  const special = specialRelocations(object, machine, machine.musl, 'musl');
  const lost = new Set(missing.map((position) => lookups.keys[position] ?? 0));
  for (const key of lost) if (lfs64Remap(process.loader, symbolName(object.elf.symbols, key >> 2))) lost.delete(key);
  if (lost.size > 0 || special.unsupported || (special.initialExec && process.runtime)) walk(process, dso, scope, lost);
  if (object.elf.relocations.relr > 0 && process.loader.capabilities.relr === false)
    process.risks.push({ kind: 'relr-not-applied', object: dso.name });
}

/** do_relocs over the tables in the loader's order, for an object with something wrong in it. */
function walk(process: MuslProcess, dso: Dso, scope: readonly Dso[], lost: ReadonlySet<number>): void {
  const { machine } = process.loader;
  const { elf } = dso.object;
  // An initial-exec relocation without a symbol prints whatever name the loop handled before it.
  let lastName = '';
  for (const table of ['jmprel', 'rel', 'rela'] as const) {
    const pairs = elf.relocations[table];
    if (table !== 'jmprel') foreignRelative(process, dso, table);
    for (let i = 0; i + 1 < pairs.length; i += 2) {
      const type = pairs[i] ?? 0;
      const symbol = pairs[i + 1] ?? 0;
      if (type === 0) continue;
      if (symbol !== 0) {
        lastName = symbolName(elf.symbols, symbol);
        if (lost.has((symbol << 2) | classOf(machine, type))) {
          missingSymbol(process, dso, type, lastName);
          continue;
        }
      }
      if (machine.tpoff.includes(type) && process.runtime) initialExec(process, dso, scope, symbol, lastName);
      if (!machine.musl.has(type)) fail(process, { kind: 'musl-relocation', object: dso.name, type });
    }
  }
}

function missingSymbol(process: MuslProcess, dso: Dso, type: number, symbol: string): void {
  const { machine } = process.loader;
  if (dso.lazy && (type === machine.plt || type === machine.got))
    process.risks.push({ kind: 'postponed-symbol', object: dso.name, symbol });
  else fail(process, { kind: 'musl-symbol', object: dso.name, symbol });
}

/** Relative relocations of another machine were left out of the facts; for this one they are unknown types. */
function foreignRelative(process: MuslProcess, dso: Dso, table: 'rel' | 'rela'): void {
  const own = dso.object.machine;
  const { relative, rel, rela } = dso.object.elf.relocations;
  if (relative === 0 || own === null || own.name === process.loader.machine.name) return;
  if ((rela.length > 0 || rel.length === 0 ? 'rela' : 'rel') !== table || process.loader.machine.musl.has(own.relative)) return;
  for (let i = 0; i < Math.min(relative, 100_000); i++) fail(process, { kind: 'musl-relocation', object: dso.name, type: own.relative });
}

function initialExec(process: MuslProcess, dso: Dso, scope: readonly Dso[], symbol: number, name: string): void {
  const definer = symbol === 0 || (dso.object.elf.symbols.info[symbol] ?? 0) >> 4 === STB_LOCAL ? dso : findDefiner(dso, scope, symbol);
  if (definer === null || definer.startup || (definer.object.elf.tls?.size ?? 0) === 0) return;
  if (process.loader.capabilities.initialExecCheck === false)
    process.risks.push({ kind: 'initial-exec-unchecked', object: dso.name, symbol: name });
  else fail(process, { kind: 'musl-initial-exec', object: dso.name, symbol: name, definition: definer.name });
}

function findDefiner(dso: Dso, scope: readonly Dso[], symbol: number): Dso | null {
  const { symbols } = dso.object.elf;
  const key = (symbol << 2) | LOOKUP_DATA;
  const hash = hashName(symbols.strings, symbols.name[symbol] ?? 0);
  return scope.find((each) => provide(dso.object, key, hash, each.object, acceptForRelocation) >= 0) ?? null;
}

function fail(process: MuslProcess, fact: MuslProcess['facts'][number]): void {
  if (process.facts.length < 200_000) process.facts.push(fact);
  if (process.runtime) throw new LoadStop(null);
}

function classOf(machine: Machine, type: number): number {
  return type === machine.copy ? LOOKUP_COPY : type === machine.plt ? LOOKUP_PLT : LOOKUP_DATA;
}

const RULES = new Map<string, LookupRules>();

function rulesOf(machine: Machine): LookupRules {
  let rules = RULES.get(machine.name);
  if (rules === undefined) {
    rules = {
      id: `musl ${machine.name}`,
      classOf: (type) => classOf(machine, type),
      local: (elf, symbol) => (elf.symbols.info[symbol] ?? 0) >> 4 === STB_LOCAL,
      tables: ['jmprel', 'rel', 'rela'],
    };
    RULES.set(machine.name, rules);
  }
  return rules;
}
