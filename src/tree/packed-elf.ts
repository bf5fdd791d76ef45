import type { ElfFacts, ElfSegment } from './elf-facts.ts';

/**
 * ELF facts as one run of bytes: the tables as they are, so that what comes out again is views of it, the rest as JSON. In the byte order of this machine, for this
 * process and its own cache. The list of dynamic tags is left out, which no loader asks for.
 *
 *     8 × u32  lengths: segments, symbols, strings, jmprel, rel, rela, hashes (as many as symbols, or none), JSON
 *     u64      entry, the address of each segment
 *     f64      relative, relr; of each segment: type, flags, offset, file size, memory size, alignment
 *     u32      of each symbol: name; jmprel, rel, rela; of each symbol: hash
 *     u16      of each symbol: section, version
 *     u8       of each symbol: info, other, marks; strings; JSON
 *
 * The answer is used again by the next call: copy it.
 */
export function packElf(facts: ElfFacts): Uint8Array {
  const { symbols, relocations, segments, entry, dynamic, ...rest } = facts;
  const { jmprel, rel, rela, relative, relr } = relocations;
  const head: ElfHead = { ...rest, ...(dynamic === undefined ? {} : { dynamic: { ...dynamic, tags: [] } }) };
  const json = JSON.stringify(head);
  const { count, strings, hashes = noHashes } = symbols;
  const lengths = [segments.length, count, strings.length, jmprel.length, rel.length, rela.length, hashes.length];
  const end = fixedLength(lengths);
  // A character takes three bytes at most.
  if (scratch.length < end + json.length * 3) scratch = Buffer.allocUnsafeSlow(end + json.length * 3);
  const written = scratch.write(json, end, 'utf8');
  new Uint32Array(scratch.buffer, 0, LENGTHS).set([...lengths, written]);
  const take = columns(scratch.buffer, HEADER);
  const wide = take(BigUint64Array, 1 + segments.length);
  wide[0] = entry;
  segments.forEach(({ vaddr }, i) => (wide[1 + i] = vaddr));
  const numbers = take(Float64Array, COUNTS + segments.length * NUMBERS);
  numbers.set([relative, relr]);
  segments.forEach((each, i) =>
    numbers.set([each.type, each.flags, each.offset, each.fileSize, each.memorySize, each.align], COUNTS + i * NUMBERS),
  );
  take(Uint32Array, count).set(symbols.name);
  for (const each of [jmprel, rel, rela, hashes]) take(Uint32Array, each.length).set(each);
  for (const column of [symbols.section, symbols.version]) take(Uint16Array, count).set(column);
  for (const column of [symbols.info, symbols.other, symbols.marks]) take(Uint8Array, count).set(column);
  take(Uint8Array, strings.length).set(strings);
  return scratch.subarray(0, end + written);
}

/** All but the tables. */
export type ElfHead = Omit<ElfFacts, keyof ElfTables>;

/** What is many numbers or bytes; symbols and relocations are views of the record. */
export type ElfTables = Pick<ElfFacts, 'entry' | 'segments' | 'symbols' | 'relocations'>;

/** `record` is what `packElf` made, copied to a multiple of 8 in its buffer. */
export function elfHead(record: Uint8Array<ArrayBuffer>): ElfHead {
  const [length = 0] = new Uint32Array(record.buffer, record.byteOffset + HEADER - 4, 1);
  const head: ElfHead = JSON.parse(Buffer.from(record.buffer, record.byteOffset + record.length - length, length).toString('utf8'));
  return head;
}

export function elfTables(record: Uint8Array<ArrayBuffer>): ElfTables {
  const { buffer, byteOffset } = record;
  const lengths = new Uint32Array(buffer, byteOffset, LENGTHS);
  const [segments, count, strings] = [lengths[0] ?? 0, lengths[1] ?? 0, lengths[2] ?? 0];
  const take = columns(buffer, byteOffset + HEADER);
  const wide = take(BigUint64Array, 1 + segments);
  const numbers = take(Float64Array, COUNTS + segments * NUMBERS);
  const name = take(Uint32Array, count);
  const [jmprel, rel, rela] = [take(Uint32Array, lengths[3] ?? 0), take(Uint32Array, lengths[4] ?? 0), take(Uint32Array, lengths[5] ?? 0)];
  const hashes = take(Uint32Array, lengths[6] ?? 0);
  const [section, version] = [take(Uint16Array, count), take(Uint16Array, count)];
  const [info, other, marks] = [take(Uint8Array, count), take(Uint8Array, count), take(Uint8Array, count)];
  return {
    entry: wide[0] ?? 0n,
    segments: Array.from({ length: segments }, (_, i) => segmentOf(wide[1 + i] ?? 0n, numbers, COUNTS + i * NUMBERS)),
    symbols: {
      count,
      strings: take(Uint8Array, strings),
      name,
      info,
      other,
      section,
      version,
      marks,
      ...(hashes.length === 0 ? {} : { hashes }),
    },
    relocations: { jmprel, rel, rela, relative: numbers[0] ?? 0, relr: numbers[1] ?? 0 },
  };
}

/** The record at `offset` of a chunk of them. */
export function recordAt(chunk: Uint8Array<ArrayBuffer>, offset: number): Uint8Array<ArrayBuffer> {
  const lengths = new Uint32Array(chunk.buffer, chunk.byteOffset + offset, LENGTHS);
  return chunk.subarray(offset, offset + fixedLength(lengths) + (lengths[LENGTHS - 1] ?? 0));
}

const noHashes = new Uint32Array();
const LENGTHS = 8;
const HEADER = 4 * LENGTHS;
const COUNTS = 2;
const NUMBERS = 6;
let scratch = Buffer.allocUnsafeSlow(1 << 16);

/** Bytes before the JSON. */
function fixedLength(lengths: ArrayLike<number>): number {
  const [segments, count, strings] = [lengths[0] ?? 0, lengths[1] ?? 0, lengths[2] ?? 0];
  const words = (lengths[3] ?? 0) + (lengths[4] ?? 0) + (lengths[5] ?? 0) + (lengths[6] ?? 0);
  return HEADER + 8 * (1 + segments + COUNTS + segments * NUMBERS) + 4 * (count + words) + 7 * count + strings;
}

interface Column<Values> {
  new (buffer: ArrayBuffer, offset: number, length: number): Values;
  readonly BYTES_PER_ELEMENT: number;
}

/** Column after column from `at`, each of so many numbers. */
function columns(buffer: ArrayBuffer, at: number): <Values>(column: Column<Values>, length: number) => Values {
  let next = at;
  return (Made, length) => {
    const start = next;
    next += length * Made.BYTES_PER_ELEMENT;
    return new Made(buffer, start, length);
  };
}

function segmentOf(vaddr: bigint, numbers: Float64Array, at: number): ElfSegment {
  const field = (place: number): number => numbers[at + place] ?? 0;
  return { type: field(0), flags: field(1), offset: field(2), vaddr, fileSize: field(3), memorySize: field(4), align: field(5) };
}
