import type { ElfFacts } from '../tree/elf-facts.ts';
import type { ZipFacts } from '../tree/rootfs.ts';
import type { ScriptFacts } from '../tree/script-facts.ts';

/** What the facts of one file weigh in memory, in bytes, roughly. */
function elfWeight({ symbols, relocations, segments, dynamic, versionNeeds, versionDefinitions, defects, go }: ElfFacts): number {
  const { strings, name, info, other, section, version, marks, hashes } = symbols;
  const arrays = [strings, name, info, other, section, version, marks, relocations.jmprel, relocations.rel, relocations.rela];
  const records =
    segments.length + (dynamic?.tags.length ?? 0) + versionDefinitions.length + defects.length + (go?.dependencies.length ?? 0);
  const versions = versionNeeds.reduce((sum, need) => sum + 1 + need.versions.length, 0);
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, EMPTY + (hashes?.byteLength ?? 0)) + RECORD * (records + versions);
}

export function zipWeight({ members, elf, texts }: ZipFacts): number {
  return (
    EMPTY +
    members.reduce((sum, { name }) => sum + RECORD + name.length, 0) +
    texts.reduce((sum, { text }) => sum + RECORD + text.length, 0) +
    elf.reduce((sum, { facts }) => sum + RECORD + ('unknown' in facts ? 0 : elfWeight(facts)), 0)
  );
}

export function scriptWeight({ line }: ScriptFacts): number {
  return 2 * RECORD + line.length;
}

/** The objects and empty arrays of a file without content, and one small object. */
const EMPTY = 2500;
const RECORD = 100;
