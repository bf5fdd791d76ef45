import { clean } from './build-folder.ts';
import { resolvePath } from './product.ts';
import type { StageContext } from './stage-facts.ts';
import type { CopyStep } from '../../dockerfile/stages/step.ts';

export interface ContextFile {
  /** Its path in the build context. */
  readonly source: string;
  readonly text: string;
  readonly step: CopyStep;
}

/** The file of the build context that COPY or ADD puts at a path of the image; null where none is seen to. */
export function contextFileAt({ chain, locks }: Pick<StageContext, 'chain' | 'locks'>, path: string): ContextFile | null {
  const steps = chain.flatMap((stage) => stage.steps);
  for (const step of steps.toReversed()) {
    if (step.kind !== 'copy' && step.kind !== 'add') continue;
    const places = step.sources.flatMap((source) => sourcesOf(step, source, path));
    if (step.from.kind !== 'context') {
      // Another stage's file may lie over it.
      if (places.length > 0) return null;
      continue;
    }
    for (const source of places) {
      const text = locks.text(source);
      if (text !== null) return { source: clean(source), text, step };
    }
  }
  return null;
}

/** Where in the source the file would be that ends up at `path`. */
export function sourcesOf({ destination, workdir, sources }: CopyStep, source: string, path: string): readonly string[] {
  if (/^\w+:\/\/|[*?[$]/.test(source)) return [];
  const to = resolvePath(workdir, destination);
  const name = clean(source).split('/').at(-1) ?? '';
  if (path === to) return sources.length === 1 && !destination.endsWith('/') ? [source] : [];
  const below = to === '/' ? '/' : `${to}/`;
  if (!path.startsWith(below)) return [];
  const rest = path.slice(below.length);
  // A file goes into the folder under its name, a folder's contents go into it.
  return rest === name ? [source, `${source}/${rest}`] : [`${source}/${rest}`];
}
