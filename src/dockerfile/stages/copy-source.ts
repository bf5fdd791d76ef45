import { classifyImage } from '../../bases/classify-image.ts';
import type { Instruction } from '../../formats/text/dockerfile/dockerfile.ts';
import { originOffset } from '../../formats/text/dockerfile/mapped-text.ts';
import type { BuildContext } from './build-context.ts';
import { namedContext } from './stage-base.ts';
import type { CopySource } from './step.ts';

/**
 * What `--from=` names (dockerfile2llb toCommand, detectRunMount): a stage by number (COPY only) or name, a named context, or an image.
 * Variables are refused there by BuildKit.
 */
export function copySource(context: BuildContext, instruction: Instruction, from: string, use: 'copy' | 'mount'): CopySource {
  const unresolved = (why: string): CopySource => {
    context.problems.push({
      code: 'dockerfile-bad-from',
      offset: originOffset(instruction.unfolded, instruction.keywordRange.start),
      message: why,
    });
    return { kind: 'unresolved', text: from, why };
  };
  if (/\$(?!$)/.test(from)) return unresolved('variable expansion is not supported for --from');
  if (use === 'copy' && /^[+-]?\d+$/.test(from)) {
    const index = Number(from);
    return index >= 0 && index < context.heads.length ? { kind: 'stage', index } : unresolved(`there is no stage ${from}`);
  }
  const index = context.heads.findLastIndex(({ name }) => name === from.toLowerCase());
  if (index !== -1) return { kind: 'stage', index };
  const named = namedContext(from, context.options);
  if (named !== undefined) {
    if (named.kind === 'image') return named;
    return { kind: 'unresolved', text: from, why: named.kind === 'unresolved' ? named.why : 'the empty image' };
  }
  const { buildDate, platform } = context.options;
  const classification = classifyImage(from, {
    ...(buildDate === undefined ? {} : { buildDate }),
    ...(platform === undefined ? {} : { platform }),
  });
  return { kind: 'image', reference: from, classification };
}
