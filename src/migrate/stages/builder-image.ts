import { classifyImage } from '../../bases/classify-image.ts';
import type { Classification } from '../../bases/classification.ts';
import { compareVersions, libcOf } from '../../bases/releases.ts';
import { translateImage } from '../images/translate-image.ts';
import type { ImageTranslation } from '../images/translate-image.ts';
import { parseTarget } from '../target.ts';
import type { Target } from '../target.ts';

/** Where a builder goes, and what it becomes there. */
export interface BuilderImage {
  readonly goal: Target;
  readonly image: ImageTranslation & { readonly kind: 'move' };
}

/**
 * A builder whose image has no variant on the target itself: its newest variant on a glibc that is not newer than the target's. What it builds there runs on the
 * target, as glibc keeps old symbol versions (libc.so's verdefs); undefined where there is none, or where the target is no glibc.
 */
export function olderBuilder(reference: string, target: Target): BuilderImage | undefined {
  const limit = glibcOf(target);
  if (limit === null) return undefined;
  for (const name of candidates) {
    const goal = parseTarget(name);
    const version = libcOf(goal.family, goal.release)?.version;
    if (version === null || version === undefined || compareVersions(version, limit) > 0) continue;
    const image = translateImage(reference, goal);
    if (image.kind !== 'move') continue;
    const why = `${image.why}: glibc ${version} there is not newer than ${target.words}'s, so what it builds runs`;
    return { goal, image: { ...image, why, certainty: 'likely' } };
  }
  return undefined;
}

/** A glibc builder that is there already. */
export function runsOnNewer({ libc }: Classification, target: Target): boolean {
  const limit = glibcOf(target);
  return limit !== null && libc?.family === 'glibc' && libc.version !== null && compareVersions(libc.version, limit) <= 0;
}

/** Wolfi has no release and one glibc at a time. */
function glibcOf({ family, release, reference, libc }: Target): string | null {
  if (libc !== 'glibc') return null;
  return libcOf(family, release)?.version ?? classifyImage(reference).libc?.version ?? null;
}

const candidates = ['debian:13-slim', 'debian:12-slim', 'ubuntu:24.04', 'ubuntu:22.04', 'debian:11-slim'];
