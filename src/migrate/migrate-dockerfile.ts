import type { BuildOptions } from '../dockerfile/stages/build-graph.ts';
import { readDockerfile } from '../dockerfile/read-dockerfile.ts';
import type { DockerfileReading } from '../dockerfile/read-dockerfile.ts';
import type { Dockerfile } from '../formats/text/dockerfile/dockerfile.ts';
import { positions } from '../formats/text/dockerfile/position.ts';
import { applyEdits, editList } from './edit-list.ts';
import type { EditList } from './edit-list.ts';
import type { KnownImages, Migration } from './migration.ts';
import { moveStages } from './stages/move-stages.ts';
import type { Target } from './target.ts';

export type MigrationResult =
  | { readonly kind: 'migration'; readonly migration: Migration }
  | { readonly kind: 'passed-over'; readonly why: string };

export interface MigrateOptions extends BuildOptions {
  /** What a registry said of the images that an earlier run would write. */
  readonly images?: KnownImages;
  /** What was found out about the result of an earlier run: each goes above the instruction at its offset in the text before. */
  readonly found?: readonly FoundProblem[];
}

export interface FoundProblem {
  readonly offset: number;
  readonly text: string;
}

/**
 * Moves a Dockerfile to another base by edits; every byte that no edit names stays. Pure.
 *
 * @throws FormatError `dockerfile-too-large`
 */
export function migrateDockerfile(bytes: Uint8Array, name: string, target: Target, options: MigrateOptions = {}): MigrationResult {
  const reading: DockerfileReading = readDockerfile(bytes, name, options);
  if (reading.kind === 'passed-over') return { kind: 'passed-over', why: reading.why };
  const { file, build } = reading;
  const list = editList(file);
  const { stages, images } = moveStages(file, build, list, target, options.images ?? new Map());
  markFound(file, list, options.found ?? []);
  const edits = list.edits();
  const marks = list.marks();
  const open = list.open();
  const leftAlone = stages.some(({ action }) => action === 'left-alone');
  const complete = marks.length === 0 && open.length === 0 && !leftAlone;
  return {
    kind: 'migration',
    migration: { target, before: file.text, after: applyEdits(file.text, edits), edits, marks, open, stages, images, complete },
  };
}

/** An instruction that has a mark already says enough: what is left there breaks because it is left. */
function markFound({ text, instructions }: Dockerfile, list: EditList, found: readonly FoundProblem[]): void {
  const at = positions(text);
  const marked = new Set(list.marks().map(({ line }) => line));
  for (const { offset, text: words } of found) {
    const instruction = instructions.find(({ range }) => range.end > offset) ?? instructions.at(-1);
    if (instruction !== undefined && !marked.has(at(instruction.range.start).line)) list.mark(instruction, words);
  }
}
