import { BasewiseError } from '../errors.ts';
import { formatImageReference, isDigest, parseImageReference } from '../formats/text/image-reference.ts';

/** One image of a file that holds several. */
export interface NamedCandidate<T> {
  readonly value: T;
  /** Tags or references, most telling first. */
  readonly names: readonly string[];
  readonly digest?: string;
}

/**
 * The candidates that `name` means: entries with the same name may be one image for several platforms. Without a name there must be one image only.
 * Throws BasewiseError `image-ambiguous` or `image-missing`, listing what there is.
 */
export function chooseByName<T>(candidates: readonly NamedCandidate<T>[], name: string | undefined, label: string): readonly T[] {
  if (candidates.length === 0) throw new BasewiseError('not-an-image', 'it holds no image', { path: label });
  const matches = name === undefined ? candidates : bestMatches(candidates, name);
  if (matches.length === 0) {
    throw new BasewiseError('image-missing', `it holds no image named ${name ?? ''}`, {
      path: label,
      hint: `choose one: ${listing(candidates, label)}`,
    });
  }
  const images = new Set(matches.map((candidate) => candidate.names[0] ?? ''));
  const digests = new Set(matches.map((candidate) => candidate.digest));
  const same = digests.size === 1 && !digests.has(undefined);
  if (images.size > 1 && !same) {
    const many = name === undefined ? `it holds ${images.size} images` : `"${name}" names ${images.size} images in it`;
    throw new BasewiseError('image-ambiguous', many, { path: label, hint: `choose one: ${listing(matches, label)}` });
  }
  return same ? [matches[0]!.value] : matches.map((candidate) => candidate.value);
}

/** The whole name, verbatim or normalised as Docker does it, beats the tag alone; a digest or its beginning matches too. */
function bestMatches<T>(candidates: readonly NamedCandidate<T>[], name: string): readonly NamedCandidate<T>[] {
  const rules: ((candidate: NamedCandidate<T>) => boolean)[] = [
    (candidate) => candidate.names.includes(name),
    (candidate) => canonical(name) !== undefined && candidate.names.some((own) => canonical(own) === canonical(name)),
    (candidate) => candidate.names.some((own) => tagOf(own) === name),
    (candidate) => candidate.digest !== undefined && isDigest(name.replace(/^@/, '')) && candidate.digest === name.replace(/^@/, ''),
    (candidate) => candidate.digest !== undefined && /^[a-f0-9]{12,64}$/.test(name) && candidate.digest.startsWith(`sha256:${name}`),
  ];
  for (const rule of rules) {
    const found = candidates.filter(rule);
    if (found.length > 0) return found;
  }
  return [];
}

/** `docker.io/library/x:latest`; undefined for what is no reference with a name, such as a bare tag that is none. */
function canonical(name: string): string | undefined {
  try {
    const reference = parseImageReference(name);
    return formatImageReference(
      reference.tag === undefined && reference.digest === undefined ? { ...reference, tag: 'latest' } : reference,
    );
  } catch {
    return undefined;
  }
}

function tagOf(name: string): string | undefined {
  return /^.+:([^/:@]+)$/.exec(name)?.[1];
}

function listing<T>(candidates: readonly NamedCandidate<T>[], label: string): string {
  const names = candidates.map((candidate) => `${label === '-' ? 'archive:-' : label}:${candidate.names[0] ?? candidate.digest ?? ''}`);
  const unique = [...new Set(names)];
  const shown = unique.slice(0, MOST_SHOWN).join(', ');
  return unique.length > MOST_SHOWN ? `${shown} and ${unique.length - MOST_SHOWN} more` : shown;
}

const MOST_SHOWN = 50;
