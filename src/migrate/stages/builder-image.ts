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
  const limit = libcOf(target.family, target.release)?.version;
  if (target.libc !== 'glibc' || limit === null || limit === undefined) return undefined;
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
  const limit = libcOf(target.family, target.release)?.version ?? null;
  return (
    target.libc === 'glibc' &&
    libc?.family === 'glibc' &&
    libc.version !== null &&
    limit !== null &&
    compareVersions(libc.version, limit) <= 0
  );
}

const candidates = ['debian:13-slim', 'debian:12-slim', 'ubuntu:24.04', 'ubuntu:22.04', 'debian:11-slim'];
