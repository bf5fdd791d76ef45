import type { ElfFacts } from '../tree/elf-facts.ts';
import type { ZipFacts } from '../tree/rootfs.ts';
import type { ScriptFacts } from '../tree/script-facts.ts';
import { packedFacts, type PackedFacts } from './facts-chunks.ts';
import type { Extractor, FileRange, OfferedFile, ResumableExtractor } from './extractor.ts';

/** What may be taken from files, by interest. */
export interface FactsByInterest {
  readonly elf: ElfFacts;
  readonly script: ScriptFacts;
  readonly archive: ZipFacts;
  /** The whole content. */
  readonly kept: Uint8Array;
  /** Hex digest of the content. */
  readonly sha256: string;
}

export type Interest = keyof FactsByInterest;

/** The declared interests of a run. */
export type Extractors = { readonly [name in Interest]?: Extractor<FactsByInterest[name]> | ResumableExtractor<FactsByInterest[name]> };

/** What a walk found, by entry number. */
export type Found = { readonly elf: PackedFacts } & { readonly [name in Exclude<Interest, 'elf'>]: Map<number, FactsByInterest[name]> };

/** One interest in one file. */
export interface Question {
  readonly index: number;
  readonly interest: Interest;
  readonly file: OfferedFile;
}

export interface Unknown {
  readonly index: number;
  readonly interest: Interest;
  readonly why: string;
  /** It did not fit beside the other files of its subject; in another one it might. */
  readonly overBudget?: true;
}

/** An extractor's question: parts of a file that only another pass can give. */
export interface Asked extends Question {
  readonly ranges: readonly FileRange[];
  readonly state: unknown;
}

export interface Findings {
  readonly found: Found;
  readonly unknown: Unknown[];
  readonly asked: Asked[];
}

export function noFindings(): Findings {
  return {
    found: { elf: packedFacts(), script: new Map(), archive: new Map(), kept: new Map(), sha256: new Map() },
    unknown: [],
    asked: [],
  };
}
