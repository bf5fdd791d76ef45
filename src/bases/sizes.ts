import type { Classification } from './classification.ts';
import { parseImageReference } from './image-reference.ts';
import { imageSizes } from './tables.ts';
import type { FamilyFacts, ReleaseFacts } from './tables.ts';

/** A measured size, never without its day and source. Compressed is what a pull transfers, on disk what the layers unpack to (10^6 bytes). */
export interface BaseSize {
  readonly what: string;
  readonly compressedBytes: number | null;
  readonly onDiskMegabytes: number | null;
  readonly date: string;
  readonly source: string;
}

/** Sizes recorded for this very base, amd64; the image's own where that was measured too. */
export function sizesOf(name: string, base: Classification, table: FamilyFacts | undefined): readonly BaseSize[] {
  const own = imageSizes.filter(({ image }) => image === name || image === spelled(name));
  const release = table?.releases.find((entry) => matches(entry, base));
  const wanted = base.variants.includes('slim') ? 'slim' : base.family === 'debian' ? 'full' : '';
  const sizes = (release?.sizes ?? []).filter(({ variant }) => variant === wanted);
  return [
    ...own.map(({ image, ...size }) => ({ what: image, ...size })),
    ...sizes
      .filter(({ compressedBytes }) => !own.some((size) => size.compressedBytes === compressedBytes))
      .map(({ variant: _variant, ...size }) => ({ what: [base.family, base.release, ...base.variants].join(' '), ...size })),
  ];
}

function matches({ release }: ReleaseFacts, { family, release: own, variants, libc }: Classification): boolean {
  // Distroless and busybox have no release sizes of their own by distribution number.
  if (family === 'busybox') return libc !== null && release.endsWith(`-${libc.family}`);
  return !variants.includes('distroless') && !variants.includes('chiseled') && release === own;
}

/** `alpine` is `alpine:latest`. */
function spelled(name: string): string {
  const reference = parseImageReference(name);
  return reference === undefined ? name : `${reference.name}:${reference.tag ?? ''}`;
}
