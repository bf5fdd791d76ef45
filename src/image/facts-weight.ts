import type { ElfFacts } from '../tree/elf-facts.ts';
import type { ZipFacts } from '../tree/rootfs.ts';

/**
 * All that the facts about the files of one layer may weigh, in bytes of memory, roughly. A Debian root with 4,000 ELF files comes to a quarter of it; what a
 * hostile archive repeats a million times does not fit.
 */
export const MOST_FACTS: number = 256 * 1024 * 1024;

/** What the facts of one file weigh in memory, in bytes, roughly. */
export function elfWeight({ symbols, relocations, segments, dynamic, versionNeeds, versionDefinitions, defects, go }: ElfFacts): number {
  const { strings, name, info, other, section, version, marks } = symbols;
  const arrays = [strings, name, info, other, section, version, marks, relocations.jmprel, relocations.rel, relocations.rela];
  const records =
    segments.length + (dynamic?.tags.length ?? 0) + versionDefinitions.length + defects.length + (go?.dependencies.length ?? 0);
  const versions = versionNeeds.reduce((sum, need) => sum + 1 + need.versions.length, 0);
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, EMPTY) + RECORD * (records + versions);
}

export function zipWeight({ members, elf, texts }: ZipFacts): number {
  return (
    EMPTY +
    members.reduce((sum, { name }) => sum + RECORD + name.length, 0) +
    texts.reduce((sum, { text }) => sum + RECORD + text.length, 0) +
    elf.reduce((sum, { facts }) => sum + RECORD + ('unknown' in facts ? 0 : elfWeight(facts)), 0)
  );
}

/** The objects and empty arrays of a file without content, and one small object. */
const EMPTY = 2500;
const RECORD = 100;
