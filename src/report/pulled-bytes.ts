import type { Standing } from './recommendation.ts';

export interface PulledBytes {
  readonly bytes: number;
  /** From what it takes on disk: base images compress to about two fifths (3.85 of 8.42 MB for Alpine 3.24, 29.8 of 78.6 MB for Debian 13 slim). */
  readonly estimated: boolean;
}

/** What a pull of a base transfers; null where neither a recorded size nor its files tell. */
export function pulledBytes({ paid, onDiskMegabytes, knownBytes }: Standing): PulledBytes | null {
  const recorded = paid?.pull ?? null;
  if (recorded !== null) return { bytes: recorded, estimated: false };
  const onDisk = onDiskMegabytes === null ? knownBytes : onDiskMegabytes * 1e6;
  return onDisk === null ? null : { bytes: onDisk * 0.4, estimated: true };
}
