import { literalStrings } from './elf-literal-strings.ts';
import { LITERAL_SHIFT, literalTables } from './elf-literal-tables.ts';
import { byteWriter, type ByteWriter } from './elf-literal-writer.ts';

/** An ELF file in words, for tests and fuzz seeds: everything has a default, so that a test names what it is about. */
export interface LiteralElf {
  /** Default 64. */
  readonly class?: 32 | 64;
  /** Default little. */
  readonly endian?: 'little' | 'big';
  /** e_machine, default 62 (x86_64). */
  readonly machine?: number;
  /** e_type, default 3 (ET_DYN). */
  readonly type?: number;
  readonly osabi?: number;
  readonly abiVersion?: number;
  readonly flags?: number;
  /** e_entry, default 0. */
  readonly entry?: number;
  readonly interpreter?: string;
  /** Without a dynamic section (a static program); the fields up to `relr` are then of no effect. */
  readonly static?: boolean;
  readonly needed?: readonly string[];
  readonly soname?: string;
  readonly rpath?: string;
  readonly runpath?: string;
  /** Further dynamic tags, numbers as they are; behind all others, so that they override them. */
  readonly tags?: readonly (readonly [tag: number, value: number])[];
  readonly symbols?: readonly LiteralSymbol[];
  /** Versions that are required or defined beyond those that symbols name. */
  readonly versionNeeds?: readonly { readonly file: string; readonly name: string; readonly weak?: boolean }[];
  readonly versionDefinitions?: readonly { readonly name: string; readonly parents?: readonly string[] }[];
  /** Default `gnu`. */
  readonly hash?: 'gnu' | 'sysv' | 'both' | 'none';
  readonly relocations?: readonly LiteralRelocation[];
  /** Words of DT_RELR. */
  readonly relr?: readonly number[];
  readonly tls?: { readonly size: number; readonly align: number };
  readonly stack?: { readonly flags: number; readonly size?: number };
  readonly notes?: readonly { readonly owner: string; readonly type: number; readonly description: Uint8Array }[];
  /** Bytes in the read-only segment, such as a libc's banner. */
  readonly rodata?: Uint8Array;
  /** Bytes at the start of the writable segment, such as Go's build information. */
  readonly data?: Uint8Array;
  /** Section headers for these and a name table; none when absent. */
  readonly sections?: readonly { readonly name: string; readonly type?: number; readonly content: Uint8Array }[];
  /** The dynamic string table in a segment of its own at the end of the file, as patchelf leaves it, behind `gap` unused bytes. */
  readonly stringsAtEnd?: { readonly gap: number };
}

export interface LiteralSymbol {
  readonly name: string;
  /** Default true: the symbol has a section and a value. */
  readonly defined?: boolean;
  /** Default 1 (global), 2 is weak. */
  readonly binding?: number;
  /** Default 2 (function). */
  readonly type?: number;
  readonly visibility?: number;
  /** Default 0x1000 when defined, else 0. */
  readonly value?: number;
  /** Of an import with the file that must have it; of an export its own. */
  readonly version?: { readonly name: string; readonly file?: string };
  /** A version that is not the default (`@` instead of `@@`). */
  readonly hidden?: boolean;
}

export interface LiteralRelocation {
  readonly type: number;
  /** Name of one of the symbols; none is symbol 0. */
  readonly symbol?: string;
  /** Default `rela`. */
  readonly table?: 'jmprel' | 'rel' | 'rela';
}

const PT = { load: 1, dynamic: 2, interp: 3, note: 4, tls: 7, stack: 0x6474e551 };

interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
  readonly memory?: number;
  readonly align: number;
}

/** The bytes of that file. Symbols are put in the order that DT_GNU_HASH needs: undefined ones first, else as given. */
export function literalElf(elf: LiteralElf): Uint8Array {
  const wide = elf.class !== 32;
  const out = byteWriter(wide, elf.endian !== 'big');
  const headerSize = wide ? 64 : 52;
  const entrySize = wide ? 56 : 32;
  const maxSegments = 10;
  out.pad(headerSize + maxSegments * entrySize);
  const segments: Segment[] = [];
  // One segment maps the file from its start; addresses differ from offsets by LITERAL_SHIFT there and more in the segments behind it.
  const tags: [number, number][] = [];
  const strings = literalStrings();
  const symbols = (elf.symbols ?? []).toSorted((a, b) => Number(a.defined ?? true) - Number(b.defined ?? true));
  if (elf.interpreter !== undefined) segments.push(readOnly(out, PT.interp, `${elf.interpreter}\0`));
  if (elf.notes !== undefined) segments.push(readOnly(out, PT.note, literalNotes(elf.notes, elf.endian !== 'big')));
  if (elf.rodata !== undefined) readOnly(out, PT.load, elf.rodata);
  if (elf.static !== true) literalTables(elf, out, symbols, strings, tags);
  const readEnd = out.length();
  segments.unshift({ type: PT.load, flags: 4, offset: 0, address: LITERAL_SHIFT, size: readEnd, align: 0x1000 });

  out.align(16);
  const dataStart = out.length();
  if (elf.data !== undefined) out.bytes(elf.data);
  out.align(16);
  const dynamicAt = out.length();
  const dynamicWords = elf.static === true ? 0 : 2 * (tags.length + (elf.tags?.length ?? 0) + 3);
  const dynamicSize = dynamicWords * (wide ? 8 : 4);
  if (elf.stringsAtEnd === undefined) tags.push([5, dynamicAt + dynamicSize + 2 * LITERAL_SHIFT], [10, strings.bytes().length]);
  else tags.push([5, dynamicAt + dynamicSize + elf.stringsAtEnd.gap + 3 * LITERAL_SHIFT], [10, strings.bytes().length]);
  if (elf.static !== true) for (const [tag, value] of [...tags, ...(elf.tags ?? []), [0, 0] as const]) out.word(tag).word(value);
  if (elf.stringsAtEnd === undefined && elf.static !== true) out.bytes(strings.bytes());
  const dataSize = out.length() - dataStart;
  segments.push({ type: PT.load, flags: 6, offset: dataStart, address: dataStart + 2 * LITERAL_SHIFT, size: dataSize, align: 0x1000 });
  if (elf.static !== true) {
    segments.push({ type: PT.dynamic, flags: 6, offset: dynamicAt, address: dynamicAt + 2 * LITERAL_SHIFT, size: dynamicSize, align: 8 });
  }
  if (elf.stringsAtEnd !== undefined) {
    out.pad(elf.stringsAtEnd.gap);
    const offset = out.length();
    out.bytes(strings.bytes());
    segments.push({ type: PT.load, flags: 4, offset, address: offset + 3 * LITERAL_SHIFT, size: strings.bytes().length, align: 0x1000 });
  }
  if (elf.tls !== undefined)
    segments.push({ type: PT.tls, flags: 4, offset: 0, address: 0, size: 0, memory: elf.tls.size, align: elf.tls.align });
  if (elf.stack !== undefined) {
    segments.push({ type: PT.stack, flags: elf.stack.flags, offset: 0, address: 0, size: 0, memory: elf.stack.size ?? 0, align: 16 });
  }
  const sections = literalSections(elf, out);
  return finish(elf, out, segments, sections);
}

function readOnly(out: ByteWriter, type: number, content: Uint8Array | string): Segment {
  out.align(8);
  const offset = out.length();
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  out.bytes(bytes);
  return { type, flags: 4, offset, address: offset + LITERAL_SHIFT, size: bytes.length, align: 4 };
}

function literalNotes(notes: NonNullable<LiteralElf['notes']>, little: boolean): Uint8Array {
  const out = byteWriter(true, little);
  for (const { owner, type, description } of notes) {
    out
      .u32(owner.length + 1)
      .u32(description.length)
      .u32(type);
    out
      .bytes(Buffer.from(`${owner}\0`))
      .align(4)
      .bytes(description)
      .align(4);
  }
  return out.result();
}

function literalSections(elf: LiteralElf, out: ByteWriter): { readonly offset: number; readonly count: number } {
  if (elf.sections === undefined) return { offset: 0, count: 0 };
  const names = literalStrings();
  const all = [...elf.sections, { name: '.shstrtab', type: 3, content: new Uint8Array(0) }].map((each) => ({
    ...each,
    at: names.add(each.name),
  }));
  const placed = all.map((each) => {
    const content = each.name === '.shstrtab' ? names.bytes() : each.content;
    out.align(16);
    const offset = out.length();
    out.bytes(content);
    return { ...each, offset, size: content.length };
  });
  out.align(8);
  const offset = out.length();
  out.pad(out.wide ? 64 : 40);
  for (const each of placed) {
    out
      .u32(each.at)
      .u32(each.type ?? 1)
      .word(0)
      .word(0)
      .word(each.offset)
      .word(each.size)
      .u32(0)
      .u32(0)
      .word(1)
      .word(0);
  }
  return { offset, count: placed.length + 1 };
}

function finish(
  elf: LiteralElf,
  out: ByteWriter,
  segments: readonly Segment[],
  sections: { readonly offset: number; readonly count: number },
): Uint8Array {
  const file = out.result();
  const wide = out.wide;
  const head = byteWriter(wide, out.little);
  head.bytes(
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, out.little ? 1 : 2, 1, elf.osabi ?? 0, elf.abiVersion ?? 0, 0, 0, 0, 0, 0, 0, 0]),
  );
  head
    .u16(elf.type ?? 3)
    .u16(elf.machine ?? 62)
    .u32(1)
    .word(elf.entry ?? 0)
    .word(wide ? 64 : 52)
    .word(sections.offset)
    .u32(elf.flags ?? 0);
  head
    .u16(wide ? 64 : 52)
    .u16(wide ? 56 : 32)
    .u16(segments.length)
    .u16(wide ? 64 : 40)
    .u16(sections.count)
    .u16(Math.max(0, sections.count - 1));
  for (const { type, flags, offset, address, size, memory, align } of segments) {
    head.u32(type);
    if (wide) head.u32(flags);
    head
      .word(offset)
      .word(address)
      .word(address)
      .word(size)
      .word(memory ?? size);
    if (!wide) head.u32(flags);
    head.word(align);
  }
  file.set(head.result());
  return file;
}
