import type { ElfDynamic, ElfFacts, ElfSegment, SymbolTable, VersionDefinition, VersionNeed } from '../../tree/elf-facts.ts';
import { SYMBOL_VALUE } from '../../tree/elf-facts.ts';
import { isUndefined, shareFacts, shareTable, symbolName } from '../../tree/elf-symbols.ts';
import type { LibcMarks } from '../../tree/libc-marks.ts';

/**
 * What a profile keeps of an ELF file of a base: enough for a loader to find it and bind to it. Its own imports and relocations are left out: the base's
 * files work on their own base. JSON, so 64-bit numbers are decimal strings.
 */
export interface ElfRecord {
  readonly class: 32 | 64;
  readonly endian: 'little' | 'big';
  readonly machine: number;
  readonly type: number;
  readonly osabi: number;
  readonly abiVersion: number;
  readonly flags: number;
  readonly entry: string;
  readonly size: number;
  readonly interpreter?: string;
  /** type, flags, offset, virtual address, file size, memory size, alignment */
  readonly segments: readonly (readonly [number, number, number, string, number, number, number])[];
  readonly dynamic?: Omit<ElfDynamic, 'tags'>;
  readonly needs?: readonly VersionNeed[];
  readonly defines?: readonly VersionDefinition[];
  readonly tls?: { readonly size: number; readonly align: number };
  readonly stack?: { readonly flags: number; readonly size: number };
  readonly kernel?: string;
  readonly relr?: number;
  readonly libc?: LibcMarks;
  readonly staticLibc?: 'musl' | 'glibc';
  /** Defined symbols by what they share: `info,other,section,version,marks` → their names, sorted, joined by blanks. */
  readonly exports: Readonly<Record<string, string>>;
}

export function toElfRecord(facts: ElfFacts): ElfRecord {
  return {
    class: facts.class,
    endian: facts.endian,
    machine: facts.machine,
    type: facts.type,
    osabi: facts.osabi,
    abiVersion: facts.abiVersion,
    flags: facts.flags,
    entry: String(facts.entry),
    size: facts.size,
    ...(facts.interpreter === undefined ? {} : { interpreter: facts.interpreter }),
    segments: facts.segments.map((s) => [s.type, s.flags, s.offset, String(s.vaddr), s.fileSize, s.memorySize, s.align] as const),
    ...(facts.dynamic === undefined ? {} : { dynamic: withoutTags(facts.dynamic) }),
    ...(facts.versionNeeds.length === 0 ? {} : { needs: facts.versionNeeds }),
    ...(facts.versionDefinitions.length === 0 ? {} : { defines: facts.versionDefinitions }),
    ...(facts.tls === undefined ? {} : { tls: facts.tls }),
    ...(facts.stack === undefined ? {} : { stack: facts.stack }),
    ...(facts.notes.abiTag === undefined ? {} : { kernel: facts.notes.abiTag.kernel }),
    ...(facts.relocations.relr === 0 ? {} : { relr: facts.relocations.relr }),
    ...(facts.libc === undefined ? {} : { libc: facts.libc }),
    ...(facts.staticLibc === undefined ? {} : { staticLibc: facts.staticLibc }),
    exports: exportsOf(facts.symbols),
  };
}

const factsByRecord = new WeakMap<ElfRecord, ElfFacts>();

/** Built once a record: targets that share a library share its tables too. */
export function fromElfRecord(record: ElfRecord): ElfFacts {
  const facts = factsByRecord.get(record) ?? shareFacts(buildFacts(record));
  factsByRecord.set(record, facts);
  return facts;
}

function buildFacts(record: ElfRecord): ElfFacts {
  const none = new Uint32Array();
  let symbols: SymbolTable | null = null;
  return {
    class: record.class,
    endian: record.endian,
    machine: record.machine,
    type: record.type,
    osabi: record.osabi,
    abiVersion: record.abiVersion,
    flags: record.flags,
    entry: BigInt(record.entry),
    size: record.size,
    ...(record.interpreter === undefined ? {} : { interpreter: record.interpreter }),
    segments: record.segments.map(toSegment),
    ...(record.dynamic === undefined ? {} : { dynamic: { ...record.dynamic, tags: [] } }),
    // Most libraries of a base are never bound to: their tables are made when a loader looks.
    get symbols() {
      symbols ??= shareTable(symbolTable(record.exports));
      return symbols;
    },
    versionNeeds: record.needs ?? [],
    versionDefinitions: record.defines ?? [],
    relocations: { jmprel: none, rel: none, rela: none, relative: 0, relr: record.relr ?? 0 },
    ...(record.tls === undefined ? {} : { tls: record.tls }),
    ...(record.stack === undefined ? {} : { stack: record.stack }),
    notes: { properties: [], ...(record.kernel === undefined ? {} : { abiTag: { os: 0, kernel: record.kernel } }) },
    hasSectionHeaders: true,
    ...(record.libc === undefined ? {} : { libc: record.libc }),
    ...(record.staticLibc === undefined ? {} : { staticLibc: record.staticLibc }),
    defects: [],
  };
}

function withoutTags(dynamic: ElfDynamic): Omit<ElfDynamic, 'tags'> {
  const { tags: _, ...rest } = dynamic;
  return rest;
}

function toSegment([type, flags, offset, vaddr, fileSize, memorySize, align]: ElfRecord['segments'][number]): ElfSegment {
  return { type, flags, offset, vaddr: BigInt(vaddr), fileSize, memorySize, align };
}

function exportsOf(table: SymbolTable): Record<string, string> {
  const groups = new Map<string, string[]>();
  for (let i = 1; i < table.count; i++) {
    const name = symbolName(table, i);
    const marks = table.marks[i] ?? 0;
    if (name === '' || (isUndefined(table, i) && (marks & SYMBOL_VALUE) === 0)) continue;
    // Which section a definition lies in says nothing to a loader; absolute symbols keep their index.
    const section = (table.section[i] ?? 0) >= 0xff00 ? (table.section[i] ?? 0) : Math.min(1, table.section[i] ?? 0);
    const key = [table.info[i], table.other[i], section, table.version[i], marks].join(',');
    const names = groups.get(key);
    if (names === undefined) groups.set(key, [name]);
    else names.push(name);
  }
  return Object.fromEntries([...groups].toSorted(byKey).map(([key, names]) => [key, names.toSorted().join(' ')]));
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function symbolTable(exports: Readonly<Record<string, string>>): SymbolTable {
  const groups = Object.entries(exports);
  // Each name ends with a NUL where a blank or the next group stands: the bytes are the string table as they are.
  const strings = new TextEncoder().encode(`\0${groups.map(([, names]) => `${names} `).join('')}`);
  let count = 1;
  for (let at = 1; at < strings.length; at++) if (strings[at] === BLANK) count++;
  const table = {
    count,
    strings,
    name: new Uint32Array(count),
    info: new Uint8Array(count),
    other: new Uint8Array(count),
    section: new Uint16Array(count),
    version: new Uint16Array(count),
    marks: new Uint8Array(count),
  };
  let from = 1;
  let at = 1;
  for (const [key, names] of groups) {
    const first = from;
    for (const end = at + Buffer.byteLength(names) + 1; at < end; from++) {
      table.name[from] = at;
      at = strings.indexOf(BLANK, at);
      strings[at++] = 0;
    }
    const [info = 0, other = 0, section = 0, version = 0, marks = 0] = key.split(',').map(Number);
    table.info.fill(info, first, from);
    table.other.fill(other, first, from);
    table.section.fill(section, first, from);
    table.version.fill(version, first, from);
    table.marks.fill(marks, first, from);
  }
  return table;
}

const BLANK = 0x20;
