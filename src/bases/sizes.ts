import type { Classification } from './classification.ts';
import { parseImageReference } from './image-reference.ts';
import { imageSizes, releaseSizes } from './tables.ts';
import type { FamilyFacts, ReleaseFacts, SizeFact } from './tables.ts';

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
  const sizes = release === undefined ? [] : ofRelease(base.family, release).filter(({ variant }) => variant === wanted);
  return [
    ...own.map(({ image, ...size }) => ({ what: image, ...size })),
    ...sizes
      .filter(({ compressedBytes }) => !own.some((size) => size.compressedBytes === compressedBytes))
      .map(({ compressedBytes, onDiskMegabytes, date, source }) => ({
        what: [base.family, base.release, ...base.variants].join(' '),
        compressedBytes,
        onDiskMegabytes,
        date,
        source,
      })),
  ];
}

/** Its own rows, with what was recorded beside them of the very same. */
function ofRelease(family: string | null, { release, sizes }: ReleaseFacts): readonly SizeFact[] {
  const more = releaseSizes.filter((size) => size.family === family && size.release === release);
  const rows = sizes.map((size) => {
    const other = size.compressedBytes === null ? more.find(({ variant }) => variant === size.variant) : undefined;
    return other === undefined ? size : { ...size, compressedBytes: other.compressedBytes, source: `${other.source}; ${size.source}` };
  });
  return [...rows, ...more.filter(({ variant }) => !sizes.some((size) => size.variant === variant))];
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
