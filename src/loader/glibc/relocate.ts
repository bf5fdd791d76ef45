import type { ElfFacts } from '../../tree/elf-facts.ts';
import type { Machine } from '../machine.ts';
import { lookupsOf, specialRelocations } from '../objects/imports.ts';
import type { ObjectFacts } from '../objects/object-facts.ts';
import { findSymbol, hashName } from '../objects/symbol-index.ts';
import { provide, unresolved } from '../objects/unresolved.ts';
import { symbolName } from '../../tree/elf-symbols.ts';
import { LoadStop } from '../stop.ts';
import { accept, isVersioned, matchesKind, wantedVersion } from './find-symbol.ts';
import { displayName, GlibcSignal, hasName, minorVersion, type GlibcProcess, type LinkMap } from './glibc-process.ts';
import { relocationRules } from './relocation-rules.ts';
import { allocateStaticTls } from './static-tls.ts';

/** _dl_relocate_object. Throws GlibcSignal at the first relocation that fails. */
export function relocate(process: GlibcProcess, map: LinkMap, scope: readonly LinkMap[], wantLazy: boolean): void {
  const { machine, capabilities } = process.loader;
  const { object } = map;
  const lazy = wantLazy && object.elf.dynamic?.bindNow !== true;
  const rules = relocationRules(machine);
  const lookups = lookupsOf(object, rules, true);
  const objects = scope.map((each) => each.object);
  const set = new Set(objects);
  const near = (map.initfini ?? []).map((each) => each.object);
  const missing = unresolved(
    object,
    lookups,
    { all: objects, near, program: process.main.object, inScope: (each) => set.has(each) },
    rules.id,
    accept,
  );
  const special = specialRelocations(object, machine, machine.glibc, 'glibc');
  const lost = new Set(missing.map((position) => lookups.keys[position] ?? 0));
  const unversioned = capabilities.unversionedObjectAccepted === true ? [] : withoutVersions(process, map, scope);
  const strict = minorVersion(process) < 30 && hasDisappointment(process, map, scope);
  if (strict || lost.size > 0 || special.unsupported || unversioned.length > 0 || (special.initialExec && process.phase === 'dlopen'))
    walk({ process, map, scope, lost, unversioned, lazy, strict });
  map.relocated = true;
}

/** Objects of which `map` requires versions although they have none at all: check_match asserts that this cannot be (up to 2.40). */
function withoutVersions(process: GlibcProcess, map: LinkMap, scope: readonly LinkMap[]): readonly LinkMap[] {
  const needs = map.object.elf.versionNeeds;
  if (needs.length === 0) return [];
  return scope.filter((each) => each !== process.rtld && !isVersioned(each.object) && needs.some((need) => hasName(each, need.file)));
}

interface Walk {
  readonly process: GlibcProcess;
  readonly map: LinkMap;
  readonly scope: readonly LinkMap[];
  readonly lost: ReadonlySet<number>;
  readonly unversioned: readonly LinkMap[];
  readonly lazy: boolean;
  /** Before 2.30: the search ends at the file that the requirement names. */
  readonly strict: boolean;
}

/** Every relocation in the loader's order, for an object with something out of the ordinary. */
function walk(at: Walk): void {
  const { process, map, lost, lazy } = at;
  const { machine } = process.loader;
  const { elf } = map.object;
  const rules = relocationRules(machine);
  for (const table of rules.tables) {
    const pairs = elf.relocations[table];
    for (let i = 0; i + 1 < pairs.length; i += 2) {
      const type = pairs[i] ?? 0;
      const symbol = pairs[i + 1] ?? 0;
      if (type === 0 || type === machine.irelative) continue;
      const looksUp = symbol !== 0 && symbol < elf.symbols.count && !rules.local(elf, symbol);
      const key = (symbol << 2) | rules.classOf(type);
      if (table === 'jmprel' && lazy && type === machine.plt && !bindsAtOnce(machine, elf, symbol)) {
        if (looksUp) postponed(at, key);
        continue;
      }
      if (looksUp && at.unversioned.length > 0) checkAssertion(at, key);
      if (looksUp && at.strict) checkReference(at, key);
      if (looksUp && lost.has(key)) throw missing(process, map, symbol);
      if (!machine.glibc.has(type))
        throw new GlibcSignal({ kind: 'glibc-relocation', object: displayName(process, map), type, plt: table === 'jmprel' && lazy });
      if (process.phase === 'dlopen' && (machine.tpoff.includes(type) || type === machine.tlsdesc))
        staticTls(at, looksUp ? key : null, type === machine.tlsdesc);
    }
  }
}

/** STO_AARCH64_VARIANT_PCS: functions with a calling convention of their own are bound even when lazy (sysdeps/aarch64/dl-machine.h, since 2.31). */
function bindsAtOnce(machine: Machine, elf: ElfFacts, symbol: number): boolean {
  return machine.name === 'aarch64' && ((elf.symbols.other[symbol] ?? 0) & 0x80) !== 0;
}

function missing(process: GlibcProcess, map: LinkMap, symbol: number): GlibcSignal {
  const version = wantedVersion(map.object, symbol)?.name;
  return new GlibcSignal({
    kind: 'glibc-symbol',
    object: displayName(process, map),
    symbol: symbolName(map.object.elf.symbols, symbol),
    ...(version === undefined ? {} : { version }),
  });
}

/** A function that is bound when it is first called. What the program itself calls of a library without versions aborts it then. */
function postponed(at: Walk, key: number): void {
  const { process, map } = at;
  if (map === process.main && at.unversioned.length > 0) checkAssertion(at, key);
  if (!at.lost.has(key)) return;
  const version = wantedVersion(map.object, key >> 2)?.name;
  process.risks.push({
    kind: 'postponed-symbol',
    object: displayName(process, map),
    symbol: symbolName(map.object.elf.symbols, key >> 2),
    ...(version === undefined ? {} : { version }),
  });
}

/** The assertion of check_match: the lookup meets the symbol in an object that should have had the version. */
function checkAssertion(at: Walk, key: number): void {
  const { process, map, unversioned } = at;
  const wanted = wantedVersion(map.object, key >> 2);
  if (wanted?.file === undefined) return;
  const { file } = wanted;
  const { symbols } = map.object.elf;
  const name = { strings: symbols.strings, offset: symbols.name[key >> 2] ?? 0 };
  const hash = hashName(name.strings, name.offset);
  for (const each of at.scope) {
    if (unversioned.includes(each) && hasName(each, file)) {
      const plt = (key & 3) === 1;
      const met = findSymbol(each.object.index(), each.object.elf.symbols, hash, name, (symbol) => matchesKind(each.object, symbol, plt));
      if (met >= 0) {
        const assertion = 'version->filename == NULL || ! _dl_name_match_p (version->filename, map)';
        process.facts.push({ kind: 'glibc-assertion', file: 'dl-lookup.c', where: 'check_match', assertion });
        throw new LoadStop(null);
      }
    }
    if (provide(map.object, key, hash, each.object, accept) >= 0) return;
  }
}

function staticTls(at: Walk, key: number | null, optional: boolean): void {
  const { process, map } = at;
  const definer = key === null ? map : definerOf(map.object, key, at.scope);
  if (definer === null || definer.staticTls || (definer.object.elf.tls?.size ?? 0) === 0) return;
  if (allocateStaticTls(process, definer, optional)) definer.staticTls = true;
  else if (!optional) throw new GlibcSignal({ kind: 'glibc-static-tls', object: displayName(process, definer) });
}

function definerOf(object: ObjectFacts, key: number, scope: readonly LinkMap[]): LinkMap | null {
  const { symbols } = object.elf;
  const hash = hashName(symbols.strings, symbols.name[key >> 2] ?? 0);
  return scope.find((each) => provide(object, key, hash, each.object, accept) >= 0) ?? null;
}

/** Some versioned import is not where its requirement says. */
function hasDisappointment(process: GlibcProcess, map: LinkMap, scope: readonly LinkMap[]): boolean {
  const { object } = map;
  const lookups = lookupsOf(object, relocationRules(process.loader.machine), true);
  return lookups.keys.some((key, i) => {
    const file = wantedVersion(object, key >> 2)?.file;
    const named = file === undefined ? undefined : scope.find((each) => hasName(each, file));
    return named !== undefined && provide(object, key, lookups.hashes[i] ?? 0, named.object, accept) < 0;
  });
}

/** do_lookup_x up to 2.29: an object that the requirement names and that has no such symbol is an error, whatever comes behind it. */
function checkReference({ process, map, scope }: Walk, key: number): void {
  const { object } = map;
  const wanted = wantedVersion(object, key >> 2);
  if (wanted?.file === undefined) return;
  const { file, name: version } = wanted;
  const { symbols } = object.elf;
  const hash = hashName(symbols.strings, symbols.name[key >> 2] ?? 0);
  for (const each of scope) {
    if (provide(object, key, hash, each.object, accept) >= 0) return;
    if (!hasName(each, file)) continue;
    const comma = minorVersion(process) <= 26;
    throw new GlibcSignal({
      kind: 'glibc-reference',
      object: displayName(process, map),
      symbol: symbolName(symbols, key >> 2),
      version,
      file,
      comma,
    });
  }
}
