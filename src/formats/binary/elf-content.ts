import type { ElfFacts, ElfSegment } from '../../tree/elf-facts.ts';
import { PF_W, PT_LOAD } from './elf-constants.ts';
import { attempt, bytesOf, type ElfInput } from './elf-input.ts';
import type { ElfSection } from './elf-sections.ts';
import { readGoBuildInfo } from './go-buildinfo.ts';
import { libcRole, readLibcMarks, staticLibc, type LibcSuspect } from './libc-marks.ts';
import { readRustMarks } from './rust-marks.ts';

export type ContentFacts = Pick<ElfFacts, 'go' | 'rust' | 'libc' | 'staticLibc'>;

/** Loaders and libcs have 2 MiB of read-only segments, busybox 1, a static Rust server 10. */
const MAX_SCAN = 24 * 1024 * 1024;

/** What is read from a file's content beyond its loading tables: who built it, and which C library it is or holds. */
export function readContentFacts(
  input: ElfInput,
  segments: readonly ElfSegment[],
  sections: readonly ElfSection[] | null,
  file: LibcSuspect & Pick<ElfFacts, 'notes'>,
): ContentFacts {
  const looksGo = file.notes.goBuildId !== undefined || sections === null;
  const go = attempt(input, undefined, () => readGoBuildInfo(input, segments, sections, looksGo));
  const rust = attempt(input, undefined, () => readRustMarks(input, sections), true);
  return { ...(go === undefined ? {} : { go }), ...(rust === undefined ? {} : { rust }), ...libcFacts(input, segments, file) };
}

function libcFacts(input: ElfInput, segments: readonly ElfSegment[], file: LibcSuspect): Pick<ElfFacts, 'libc' | 'staticLibc'> {
  const role = libcRole(file);
  if (role === null) return {};
  const blocks = attempt(input, [], () => readOnlySegments(input, segments), role === 'static-program');
  const libc = readLibcMarks(role, blocks);
  const inside = role === 'static-program' && libc === undefined ? staticLibc(blocks) : undefined;
  return { ...(libc === undefined ? {} : { libc }), ...(inside === undefined ? {} : { staticLibc: inside }) };
}

function readOnlySegments(input: ElfInput, segments: readonly ElfSegment[]): Uint8Array[] {
  let left = MAX_SCAN;
  const blocks: Uint8Array[] = [];
  for (const { type, flags, offset, fileSize } of segments) {
    const length = Math.min(fileSize, left, Math.max(0, input.size - offset));
    if (type !== PT_LOAD || (flags & PF_W) !== 0 || length === 0) continue;
    left -= length;
    blocks.push(bytesOf(input.take(offset, length, 'a read-only segment')));
  }
  return blocks;
}
