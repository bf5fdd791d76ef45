import type { BuildGraph, Stage } from '../../dockerfile/stages/build-graph.ts';
import type { Dockerfile } from '../../formats/text/dockerfile/dockerfile.ts';
import type { EditList } from '../edit-list.ts';
import { translateImage } from '../images/translate-image.ts';
import type { StageResult } from '../migration.ts';
import type { Target } from '../target.ts';
import { flagValueRange } from './from-edits.ts';

/** `COPY --from=node:20-alpine` into a stage that moved: the same image's variant; and files from a stage that stayed on the other C library. */
export function copiedImages(
  file: Dockerfile,
  build: BuildGraph,
  list: EditList,
  target: Target,
  stage: Stage,
  results: ReadonlyMap<number, StageResult>,
): void {
  for (const step of stage.steps) {
    if (step.inherited || (step.kind !== 'copy' && step.kind !== 'add')) continue;
    const { from, instruction } = step;
    if (from.kind === 'stage') {
      const source = results.get(from.index);
      const root = build.stages[from.index]?.root;
      const libc = root?.kind === 'image' ? root.classification.libc?.family : undefined;
      if (source?.action !== 'left-alone' || libc === undefined || libc === target.libc) continue;
      list.mark(instruction, `it comes from a stage that stays on ${libc}: its programs may not start on ${target.words}`);
    }
    if (from.kind !== 'image') continue;
    const libc = from.classification.libc?.family;
    if (libc === undefined || libc === 'none' || libc === target.libc) continue;
    const image = translateImage(from.reference, target);
    const range = flagValueRange(file, instruction, 'from');
    if (image.kind === 'move' && range !== undefined) {
      list.add({
        ...range,
        after: image.reference,
        reason: `its programs need ${libc}, which ${target.words} has not`,
        certainty: 'likely',
        rule: 'from',
      });
    } else if (image.kind === 'refuse')
      list.mark(instruction, `${from.reference} is a ${libc} image: its programs start on ${target.words} only if they are static`);
  }
}
