import type { RustMarks } from '../../tree/elf-facts.ts';
import { bytesOf, type ElfInput } from './elf-input.ts';
import { contentOf, type ElfSection } from './elf-sections.ts';
import { decodeName } from './elf-strings.ts';

const MAX_COMMENT = 65_536;

/** rustc's line in `.comment` (since 1.74) and cargo-auditable's `.dep-v0`, which holds the compressed dependency list. */
export function readRustMarks(input: ElfInput, sections: readonly ElfSection[] | null): RustMarks | undefined {
  const auditable = contentOf(sections, '.dep-v0') !== undefined;
  const comment = contentOf(sections, '.comment');
  const text = comment && decodeName(bytesOf(input.upTo(comment.offset, Math.min(comment.size, MAX_COMMENT), '.comment')));
  const rustc = text && /(?:^|\0)rustc version (?<version>[^\0]{1,200})/u.exec(text)?.groups?.['version'];
  if (rustc === undefined || rustc === '') return auditable ? { auditable } : undefined;
  return { rustc, auditable };
}
