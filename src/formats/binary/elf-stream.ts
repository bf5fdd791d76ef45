import type { Consumer, Extracted, FileRange, OfferedFile, ResumableExtractor } from '../../image/extractor.ts';
import type { ElfFacts } from '../../tree/elf-facts.ts';
import { FormatError } from '../format-error.ts';
import { isElf, readElfHeader, readSegments, type ElfHeader } from './elf-header.ts';
import { attempt } from './elf-input.ts';
import {
  ELF_STREAM_LIMITS,
  mergeRanges,
  subtractRanges,
  windowsByDynamic,
  windowsBySegments,
  type ElfStreamLimits,
} from './elf-windows.ts';
import { readElf } from './elf.ts';
import { readPieces, type FilePiece } from './file-pieces.ts';

/** What `end` hands to `resume`: the parts that were kept and how often more was asked for. */
interface ElfStreamState {
  readonly pieces: readonly FilePiece[];
  readonly round: number;
}

/** Small misses are widened to this grid, so that a table that is read bit by bit does not need a pass for each bit. */
const GRID = 256 * 1024;
const MAX_ROUNDS = 2;
const REUSED = 4 * 1024 * 1024;

/** ELF facts from a stream. Files up to `limits.whole` are held for a moment; of larger ones the parts that loading needs, and what lies elsewhere is asked for. */
export function elfExtractor(limits: ElfStreamLimits = ELF_STREAM_LIMITS): ResumableExtractor<ElfFacts> {
  const idle: Uint8Array[] = [];
  return {
    name: 'elf',
    wants: (file, head) => file.size >= 52 && isElf(head),
    begin: (file) => (file.size <= limits.whole ? wholeFile(file, idle) : partsOfFile(file, limits)),
    resume: (file, state, parts) => {
      const { pieces, round } = isState(state) ? state : { pieces: [], round: MAX_ROUNDS };
      const all = [...pieces, ...parts].toSorted((a, b) => a.offset - b.offset);
      return factsFrom(file, all, round, limits);
    },
  };
}

/** One small buffer serves file after file, because facts share no memory with what was read. */
function wholeFile(file: OfferedFile, idle: Uint8Array[]): Consumer<ElfFacts> {
  const reused = file.size <= REUSED ? (idle.pop() ?? new Uint8Array(REUSED)) : null;
  const bytes = reused?.subarray(0, file.size) ?? new Uint8Array(file.size);
  let at = 0;
  return {
    push: (chunk) => {
      const part = chunk.subarray(0, bytes.length - at);
      bytes.set(part, at);
      at += part.length;
      return at < bytes.length;
    },
    end: () => {
      const got = bytes.subarray(0, at);
      const answer = extracted(() => ({ kind: 'facts', facts: readElf((offset, length) => got.subarray(offset, offset + length), at) }));
      if (reused !== null) idle.push(reused);
      return answer;
    },
  };
}

function partsOfFile(file: OfferedFile, limits: ElfStreamLimits): Consumer<ElfFacts> {
  const head: FilePiece = { offset: 0, bytes: new Uint8Array(Math.min(limits.head, file.size)) };
  let behind: readonly FilePiece[] | null = null;
  let at = 0;
  const keep = (chunk: Uint8Array, { offset, bytes }: FilePiece): void => {
    const from = Math.max(at, offset);
    const to = Math.min(at + chunk.length, offset + bytes.length);
    if (from < to) bytes.set(chunk.subarray(from - at, to - at), from - offset);
  };
  return {
    push: (chunk) => {
      keep(chunk, head);
      // The program headers, which tell what is wanted of the rest, are in the head; its last chunk may reach beyond it.
      if (at + chunk.length > head.bytes.length) behind ??= piecesBehind(file, head, limits);
      for (const piece of behind ?? []) keep(chunk, piece);
      at += chunk.length;
      return at < file.size;
    },
    end: () => factsFrom(file, [head, ...(behind ?? [])], 0, limits),
  };
}

/** Room for everything behind the head that the windows want, bounded by the limits. */
function piecesBehind(file: OfferedFile, head: FilePiece, limits: ElfStreamLimits): FilePiece[] {
  const wanted = subtractRanges(windowsOf(file, head, limits), [{ offset: 0, length: head.bytes.length }]);
  return wanted.map(({ offset, length }) => ({ offset, bytes: new Uint8Array(length) }));
}

function windowsOf(file: OfferedFile, head: FilePiece, limits: ElfStreamLimits): FileRange[] {
  const read = (offset: number, length: number): Uint8Array | null => readPieces([head], file.size, offset, length);
  try {
    const { input, header } = readElfHeader(read, file.size);
    const segments = attempt(input, [], () => readSegments(input, header));
    const sections = tableRange(header.sectionHeaders);
    // The names of sections usually stand right before their headers.
    const start = Math.max(0, sections.offset - limits.tail);
    const tables = [tableRange(header.programHeaders), { offset: start, length: sections.offset + sections.length - start }];
    return windowsBySegments(segments, file.size, limits, tables);
  } catch (error) {
    if (error instanceof FormatError) return windowsBySegments([], file.size, limits);
    throw error;
  }
}

function tableRange({ offset, entrySize, count }: ElfHeader['sectionHeaders']): FileRange {
  return { offset, length: entrySize * count };
}

function factsFrom(file: OfferedFile, pieces: readonly FilePiece[], round: number, limits: ElfStreamLimits): Extracted<ElfFacts> {
  return extracted(() => {
    const used: FileRange[] = [];
    const missed: FileRange[] = [];
    const read = (offset: number, length: number): Uint8Array | null => {
      const bytes = readPieces(pieces, file.size, offset, length);
      (bytes === null ? missed : used).push({ offset, length });
      return bytes;
    };
    const facts = readElf(read, file.size);
    if (!facts.defects.some((each) => each.code === 'elf-not-at-hand')) return { kind: 'facts', facts };
    if (round >= MAX_ROUNDS)
      return { kind: 'unknown', why: `its tables are spread over more of its ${file.size} bytes than is kept of one file` };
    // Tables by the dynamic section where it is known; where not even that was kept (BOLT moves the program headers), all that segments suggest.
    const known = (facts.dynamic?.tags.length ?? 0) > 0;
    const planned = known ? windowsByDynamic(facts, limits) : windowsBySegments(facts.segments, file.size, limits);
    const wanted = mergeRanges([...used, ...missed.map(onGrid), ...planned], file.size);
    const kept = pieces.map(({ offset, bytes }) => ({ offset, length: bytes.length }));
    const ranges = subtractRanges(wanted, kept);
    const total = ranges.reduce((sum, each) => sum + each.length, 0);
    if (total > limits.ranges) return { kind: 'unknown', why: `its tables need ${total} bytes more than is kept of one file` };
    const state: ElfStreamState = { pieces: copies(pieces, file.size, subtractRanges(wanted, ranges)), round: round + 1 };
    return { kind: 'ranges', ranges, state };
  });
}

/** Only what was or will be read travels on; the buffers that it was kept in serve the next file. */
function copies(pieces: readonly FilePiece[], size: number, ranges: readonly FileRange[]): FilePiece[] {
  return ranges.map(({ offset, length }) => ({ offset, bytes: new Uint8Array(readPieces(pieces, size, offset, length) ?? []) }));
}

function onGrid({ offset, length }: FileRange): FileRange {
  const start = Math.floor(offset / GRID) * GRID;
  return { offset: start, length: Math.ceil((offset + length) / GRID) * GRID - start };
}

function extracted(read: () => Extracted<ElfFacts>): Extracted<ElfFacts> {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) return { kind: 'unknown', why: error.message };
    throw error;
  }
}

function isState(state: unknown): state is ElfStreamState {
  return typeof state === 'object' && state !== null && 'pieces' in state && 'round' in state;
}
