import type { Base } from '../distro/base.ts';
import type { Libc } from '../distro/libc/libc.ts';
import { bareProgram } from '../tree/bare-program.ts';
import { SYMBOL_HASHED, SYMBOL_VALUE } from '../tree/elf-facts.ts';
import type { ElfFacts, SymbolTable } from '../tree/elf-facts.ts';
import { isUndefined, shareTable, symbolName, undefinedSymbols } from '../tree/elf-symbols.ts';

/** Where a stand-in lies in a composed tree: a name that no image has. */
export const standInPath = '/.basewise/host';

/**
 * A host program for plugins on a base where their runtime is not installed: it starts under that base's libc, needs nothing else, and exports what the
 * runtime known from the subject exports, or, when there is none, exactly the host names that the plugin wants (loader.md, section 7).
 * `alsoNeeded` are libraries that the runtime is linked with where they are there. Null where the base has no libc that can start a program.
 */
export function standInHost(
  base: Base | null,
  known: ElfFacts | null,
  plugins: readonly ElfFacts[],
  hasLibrary: (soname: string) => boolean,
  alsoNeeded: readonly string[] = [],
): ElfFacts | null {
  const libc = base?.libc ?? null;
  const interpreter = libc?.loaders[0];
  if (libc === null || interpreter === undefined) return null;
  const model = known ?? plugins[0];
  const program = bareProgram({
    class: libc.class,
    endian: model?.endian ?? 'little',
    machine: libc.machine,
    interpreter,
    needed: [...alsoNeeded.filter(hasLibrary), ...libcNames(libc, hasLibrary)],
    symbols: known === null ? tableOf(hostNames(plugins)) : exportsOf(known),
  });
  return known?.stack === undefined ? program : { ...program, stack: known.stack };
}

/** Before 2.34 glibc's parts lie in files of their own, and every runtime is linked with these: plugins count on it. */
function libcNames(libc: Libc, hasLibrary: (soname: string) => boolean): readonly string[] {
  if (libc.family === 'musl') return ['libc.so'];
  const parts = libc.capabilities.mergedLibraries === false ? ['libpthread.so.0', 'libdl.so.2', 'libm.so.6'] : [];
  return [...parts.filter(hasLibrary), 'libc.so.6'];
}

const exportsByRuntime = new WeakMap<ElfFacts, SymbolTable>();

/** A runtime has tens of thousands of names and is asked about on every base: they stay where they lie in its string table. */
function exportsOf(known: ElfFacts): SymbolTable {
  const table = exportsByRuntime.get(known) ?? shareTable(definedOnly(known.symbols));
  exportsByRuntime.set(known, table);
  return table;
}

function definedOnly(symbols: SymbolTable): SymbolTable {
  const names: number[] = [];
  const hashes: number[] = [];
  for (let i = 1; i < symbols.count; i++) {
    const name = symbols.name[i] ?? 0;
    if (name === 0 || isUndefined(symbols, i)) continue;
    names.push(name);
    hashes.push(symbols.hashes?.[i] ?? 0);
  }
  const table = exportTable(symbols.strings, names);
  return hashes.includes(0) ? table : { ...table, hashes: Uint32Array.from([0, ...hashes]) };
}

/** Names that only a host program supplies: Node-API, libuv, V8 and Node's C++, CPython, Ruby, PHP, the JVM. */
const hostName =
  /^(napi_|node_|uv_|_ZNK?(?:2v8|4node|5cppgc|12v8_inspector)|_ZT[VIS](?:N|N?K)?(?:2v8|4node|5cppgc|12v8_inspector)|Py|_Py|rb_|ruby_|zend_|php_|JNI_|JVM_|enif_|Perl_|PL_)/;

function hostNames(plugins: readonly ElfFacts[]): readonly string[] {
  return [...new Set(plugins.flatMap(({ symbols }) => wantedOfHost(symbols)))];
}

const wantedByTable = new WeakMap<SymbolTable, readonly string[]>();

/** Kept: the same plugins are asked about on every base. */
function wantedOfHost(symbols: SymbolTable): readonly string[] {
  const known = wantedByTable.get(symbols);
  if (known !== undefined) return known;
  const names = undefinedSymbols(symbols)
    .map((index) => symbolName(symbols, index))
    .filter((name) => hostName.test(name));
  wantedByTable.set(symbols, names);
  return names;
}

function tableOf(names: readonly string[]): SymbolTable {
  const offsets: number[] = [];
  let offset = 1;
  for (const name of names) {
    offsets.push(offset);
    offset += Buffer.byteLength(name) + 1;
  }
  return exportTable(new TextEncoder().encode(`\0${names.map((name) => `${name}\0`).join('')}`), offsets);
}

/** Global functions without versions, all reachable by hash; `names` are offsets in `strings`. */
function exportTable(strings: Uint8Array, names: readonly number[]): SymbolTable {
  const count = names.length + 1;
  return {
    count,
    strings,
    name: Uint32Array.from([0, ...names]),
    info: new Uint8Array(count).fill(0x12, 1),
    other: new Uint8Array(count),
    section: new Uint16Array(count).fill(1, 1),
    version: new Uint16Array(count).fill(1),
    marks: new Uint8Array(count).fill(SYMBOL_VALUE | SYMBOL_HASHED, 1),
  };
}
