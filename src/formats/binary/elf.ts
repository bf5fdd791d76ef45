import type { ElfFacts, ElfSegment } from '../../tree/elf-facts.ts';
import * as constant from './elf-constants.ts';
import { readContentFacts } from './elf-content.ts';
import { dynamicFacts, readDynamicTable, type DynamicTable } from './elf-dynamic.ts';
import { readElfHeader, readSegments, type ElfHeader, type Form } from './elf-header.ts';
import { attempt, bytesOf, type ElfInput, type ReadRange } from './elf-input.ts';
import { readNotes, type NoteRange } from './elf-notes.ts';
import { NO_RELOCATIONS, readRelocations } from './elf-relocations.ts';
import { dynamicSymbolSection, readSections, type ElfSection } from './elf-sections.ts';
import { emptySymbols, readSymbols } from './elf-symbol-table.ts';
import { readVersionDefinitions, readVersionNeeds } from './elf-versions.ts';
import { decodeName } from './elf-strings.ts';

/**
 * The facts of one ELF file of `size` bytes, read by ranges: program headers first, as the loaders do; section headers only add.
 *
 * Throws a FormatError when there is no readable ELF header. Anything broken behind it becomes an entry of `defects`, and the facts are
 * what could be read. The result shares no memory with what `read` returned. `names` does not look at sections and leaves symbols, versions, relocations, notes and marks in the content empty: what is
 * known is what a file is called and what it asks for, at a tenth of the time.
 */
export function readElf(read: ReadRange, size: number, depth: 'all' | 'names' = 'all'): ElfFacts {
  const { input, header, ident } = readElfHeader(read, size);
  const segments = attempt(input, [], () => readSegments(input, header));
  const table = attempt(input, null, () => readDynamicTable(input, segments));
  const sections = depth === 'all' ? attempt(input, null, () => readSections(input, header)) : null;
  const interpreter = attempt(input, undefined, () => readInterpreter(input, segments));
  const tls = segments.find((each) => each.type === constant.PT_TLS);
  const stack = segments.find((each) => each.type === constant.PT_GNU_STACK);
  const facts = {
    ...ident,
    ...writtenOtherwise(input, ident),
    machine: header.machine,
    type: header.type,
    osabi: header.osabi,
    abiVersion: header.abiVersion,
    flags: header.flags,
    entry: header.entry,
    size,
    ...(interpreter === undefined ? {} : { interpreter }),
    segments,
    ...(table === null ? {} : { dynamic: dynamicFacts(input, table) }),
    ...loadingTables(input, header, segments, depth === 'all' ? table : null, sections),
    ...(tls === undefined ? {} : { tls: { size: tls.memorySize, align: tls.align } }),
    ...(stack === undefined ? {} : { stack: { flags: stack.flags, size: stack.memorySize } }),
    notes: readNotes(input, depth === 'all' ? noteRanges(header, segments, sections) : []),
    hasSectionHeaders: depth === 'all' ? sections !== null : header.sectionHeaders.offset !== 0,
    defects: input.defects,
  };
  return depth === 'all' ? { ...facts, ...readContentFacts(input, segments, sections, facts) } : facts;
}

function writtenOtherwise({ wide, little }: ElfInput, ident: Form): Pick<ElfFacts, 'written'> {
  const written: Form = { class: wide ? 64 : 32, endian: little ? 'little' : 'big' };
  return written.class === ident.class && written.endian === ident.endian ? {} : { written };
}

/** PT_INTERP may hold PATH_MAX bytes (Linux fs/binfmt_elf.c refuses more). */
function readInterpreter(input: ElfInput, segments: readonly ElfSegment[]): string | undefined {
  const segment = segments.find((each) => each.type === constant.PT_INTERP);
  // Separate debug files keep the header and drop the bytes.
  if (segment === undefined || segment.fileSize === 0) return undefined;
  const bytes = bytesOf(input.upTo(segment.offset, Math.min(segment.fileSize, 4096), 'PT_INTERP'));
  const end = bytes.indexOf(0);
  if (end < 0) input.defect('elf-bad-interpreter', segment.offset, 'PT_INTERP has no NUL within 4096 bytes');
  return decodeName(end < 0 ? bytes : bytes.subarray(0, end));
}

type LoadingTables = Pick<ElfFacts, 'symbols' | 'versionNeeds' | 'versionDefinitions' | 'relocations'>;

function loadingTables(
  input: ElfInput,
  { machine }: ElfHeader,
  segments: readonly ElfSegment[],
  table: DynamicTable | null,
  sections: readonly ElfSection[] | null,
): LoadingTables {
  if (table === null) return { symbols: emptySymbols(), versionNeeds: [], versionDefinitions: [], relocations: NO_RELOCATIONS };
  const relocations = readRelocations(input, machine, segments, table);
  const section = dynamicSymbolSection(input, sections);
  return {
    symbols: attempt(input, emptySymbols(), () => readSymbols(input, { machine, segments, table, relocations, section })),
    versionNeeds: readVersionNeeds(input, segments, table),
    versionDefinitions: readVersionDefinitions(input, segments, table),
    relocations,
  };
}

function noteRanges(header: ElfHeader, segments: readonly ElfSegment[], sections: readonly ElfSection[] | null): NoteRange[] {
  // The notes of a core file describe a process.
  if (header.type === constant.ET_CORE) return [];
  const covered = segments.filter((each) => each.type === constant.PT_NOTE && each.fileSize > 0);
  // Relocatable files have no segments, and Go 1.24 leaves its build id note outside of them.
  const others = (sections ?? []).filter(
    (each) =>
      each.type === constant.SHT_NOTE && !covered.some((note) => each.offset >= note.offset && each.offset < note.offset + note.fileSize),
  );
  return [
    ...covered.map(({ offset, fileSize, align }) => ({ offset, length: fileSize, align, optional: false })),
    ...others.map(({ offset, size, align }) => ({ offset, length: size, align, optional: true })),
  ];
}
