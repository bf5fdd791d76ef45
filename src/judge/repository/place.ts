import type { Classification } from '../../bases/classification.ts';
import type { BuildGraph, Stage, StageBase } from '../../dockerfile/stages/build-graph.ts';
import type { CopySource } from '../../dockerfile/stages/step.ts';
import type { BaseSummary } from '../../report/report.ts';

/** What a stage stands on, as far as its reference tells. `libc` is null where nobody knows, `none` where there is none. */
export interface Place {
  readonly libc: 'glibc' | 'musl' | 'none' | null;
  readonly version: string | null;
  /** musl with a glibc put beside it. */
  readonly glibcBeside: boolean;
  /** How it is named: `alpine:3.20`, `scratch`. */
  readonly name: string;
  readonly why: string;
  readonly classification: Classification | null;
}

export function placeOfStage({ root }: Stage): Place {
  return placeOfBase(root);
}

export function placeOfBase(root: Exclude<StageBase, { readonly kind: 'stage' }>): Place {
  if (root.kind === 'scratch') return { ...nowhere, libc: 'none', name: 'scratch', why: 'the empty image' };
  if (root.kind === 'image') return placeOfImage(root.reference, root.classification);
  const { classification } = root;
  return classification === undefined
    ? { ...nowhere, name: root.text, why: root.why }
    : { ...placeOfImage(root.text, classification), why: root.why };
}

export function placeOfImage(name: string, classification: Classification): Place {
  const { libc, variants, family, why } = classification;
  return {
    libc: family === 'unknown' || libc === null || libc.family === 'uclibc' ? null : libc.family,
    version: libc?.version ?? null,
    glibcBeside: variants.includes('glibc-added'),
    name,
    why,
    classification,
  };
}

/** Where `COPY --from` takes from: null for the build context, and where that is not known. */
export function placeOfSource(build: BuildGraph, source: CopySource): Place | null {
  if (source.kind === 'image') return placeOfImage(source.reference, source.classification);
  const stage = source.kind === 'stage' ? build.stages[source.index] : undefined;
  return stage === undefined ? null : placeOfStage(stage);
}

/** `base` of the report: null on scratch, and where nobody knows what it is. */
export function summarizePlace({ libc, version, classification }: Place): BaseSummary | null {
  if (classification === null || classification.family === 'unknown' || classification.family === 'scratch') return null;
  const { family, release } = classification;
  return {
    distribution: family,
    release,
    libc: libc === 'glibc' || libc === 'musl' ? { family: libc, version: version ?? 'unknown' } : null,
  };
}

/** `Alpine 3.20 (musl 1.2.5)` for texts. */
export function describePlace({ libc, version, name: reference }: Place): string {
  const name = reference.split('@')[0] ?? '';
  if (libc === null) return `${name} (C library unknown)`;
  if (libc === 'none') return name === 'scratch' ? 'scratch (no C library)' : `${name} (no C library)`;
  return `${name} (${libc}${version === null ? '' : ` ${version}`})`;
}

const nowhere: Omit<Place, 'name' | 'why'> = { libc: null, version: null, glibcBeside: false, classification: null };
