import { baseDistribution } from './base-distribution.ts';
import type { BaseLibc, Classification, ClassifyOptions, Found, Variant } from './classification.ts';
import { parseImageReference } from './image-reference.ts';
import type { ImageReference } from './image-reference.ts';
import { knownImage } from './known-images.ts';
import { libcOf } from './releases.ts';
import { fromTagHistory, isDebianSlim } from './tag-history.ts';
import { fromMarker, variantsIn } from './tag-markers.ts';
import { vendorImage } from './vendor-images.ts';

/**
 * Says from the reference alone what an image stands on (base-images.md section 5): explicit markers before implicit ones, then the
 * dated history of the official images, then a table of well-known images, and `unknown` with its reason rather than a guess.
 * ARG values must be filled in by the caller. Never throws.
 */
export function classifyImage(reference: string, options: ClassifyOptions = {}): Classification {
  const parsed = parseImageReference(reference);
  if (parsed === undefined) return unknown(reference, unreadable(reference));
  const found = findBase(parsed, options);
  if (found === undefined) return unknown(reference, `no rule and no table knows ${parsed.name}`, parsed.digest);
  const { family, release, rule, why, history = [], hidden = false, certainty = 'likely' } = found;
  const variants = [...new Set(found.variants)].sort();
  return {
    reference,
    family,
    release,
    libc: found.libc ?? libcOf(family, release),
    variants,
    certainty,
    hidden: hidden && libcFamily(found) === 'musl',
    floating: found.floating === true && parsed.digest === undefined,
    rule,
    why,
    history,
    ...(found.crossings === undefined || parsed.digest !== undefined ? {} : { crossings: found.crossings }),
    ...(parsed.digest === undefined ? {} : { digest: parsed.digest }),
  };
}

/**
 * What the name and the written part of the tag tell when build arguments have no value, `~` in their place: `alpine:~` is Alpine of an unknown release,
 * `node:~-alpine3.23` Alpine 3.23, `node:~-slim` Debian of an unknown release, and `node:~` is unknown.
 */
export function classifyName(name: string, tag = '~'): Classification {
  const parsed = parseImageReference(name);
  if (parsed === undefined) return unknown(name, unreadable(name));
  if (!tag.includes('~')) return possible(classifyImage(`${name}:${tag}`));
  const written = markedPart(name, tag);
  if (written !== undefined) return written;
  const found =
    knownImage({ ...parsed, tag: '' }, true, undefined) ?? baseDistribution(parsed.name, '', {}) ?? fromName(parsed.name, undefined);
  if (found === undefined || parsed.name === 'busybox') return unknown(name, `${parsed.name} alone does not tell`);
  const { family, rule, why, variants = [] } = found;
  return {
    ...unknown(name, `${why}; the tag is not known`),
    family,
    libc: libcOf(family, null),
    variants: [...variants].sort(),
    certainty: 'possible',
    rule,
  };
}

/** A marker in the written part of a tag; `-slim` of an official image whose every known slim tag stands on Debian. */
function markedPart(name: string, tag: string): Classification | undefined {
  const found = fromMarker(tag) ?? (/(?:^|[-~])slim$/.test(tag) && isDebianSlim(name) ? slim : undefined);
  if (found === undefined) return undefined;
  const { family, release, rule, why, variants = [] } = found;
  return {
    ...unknown(name, `${why}; the rest of the tag is not known`),
    family,
    release,
    libc: libcOf(family, release),
    variants: [...new Set([...variants, ...variantsIn(tag)])].sort(),
    certainty: 'possible',
    rule,
  };
}

const slim: Found = {
  family: 'debian',
  release: null,
  rule: 'official-default',
  why: 'the slim tags of this image are Debian',
  variants: [],
};

function possible(classification: Classification): Classification {
  return classification.certainty === 'likely' ? { ...classification, certainty: 'possible' } : classification;
}

function findBase(reference: ImageReference, options: ClassifyOptions): Found | undefined {
  const { name, tag } = reference;
  if (/(?:^|\/)windows(?:$|\/)/.test(name)) return { family: 'windows', release: null, rule: 'windows', why: 'the name says Windows' };
  const first = knownImage(reference, true, options.buildDate) ?? vendorImage(name, tag, options) ?? distribution(reference, options);
  if (first !== undefined) return tag === undefined ? byDigest(reference, first) : first;
  const marked = tag === undefined ? undefined : marker(reference, tag, options);
  if (marked !== undefined) return marked;
  const dated = tag === undefined ? undefined : fromTagHistory(name, tag, options.buildDate);
  const known = knownImage(reference, false, options.buildDate);
  if (dated === undefined) return known ?? fromName(name, tag);
  const variants = [...(dated.variants ?? []), ...variantsIn(tag ?? '')];
  // The history knows some images as Alpine of no stated release.
  const release = dated.release ?? (known?.family === dated.family ? known.release : null);
  return { ...dated, release, variants, hidden: dated.family === 'alpine' };
}

function distribution({ name, tag }: ImageReference, options: ClassifyOptions): Found | undefined {
  return baseDistribution(name, tag ?? '', options);
}

/** A digest without a tag pins a release that is not written anywhere, unless the name itself says it. */
function byDigest({ name, digest }: ImageReference, found: Found): Found {
  if (found.release === null || found.release === 'rolling' || new RegExp(`(?:debian|ubi|_)${found.release}\\b`).test(name)) return found;
  return { ...found, release: null, why: `${found.why}; ${digest?.slice(0, 19) ?? ''} does not say which release` };
}

/** What the tag spells out; a bare `alpine` gets its release from the history of the image. */
function marker({ name }: ImageReference, tag: string, { buildDate }: ClassifyOptions): Found | undefined {
  const found = fromMarker(tag);
  const variants = variantsIn(tag);
  if (found === undefined) {
    // Distroless without a distribution is Google's: Debian.
    return variants.includes('distroless')
      ? { family: 'debian', release: null, variants, certainty: 'possible', rule: 'distroless', why: 'the tag says distroless' }
      : undefined;
  }
  const merged: readonly Variant[] = [...(found.variants ?? []), ...variants];
  const dated = found.release === null ? fromTagHistory(name, tag, buildDate) : undefined;
  if (dated?.family === found.family) return { ...dated, variants: merged, rule: found.rule };
  return { ...found, variants: merged };
}

/** The last part of the name, where it holds a distribution's name (`zenika/alpine-chrome`, `azul/zulu-openjdk-alpine`). The rest of the path is a publisher. */
function fromName(name: string, tag: string | undefined): Found | undefined {
  const last = name.split('/').at(-1) ?? '';
  const found = fromMarker(last);
  if (found === undefined) return undefined;
  const own = found.release ?? (isCopyOf(found.family, last) ? releaseTag(found.family, tag) : null);
  return {
    ...found,
    release: own,
    variants: [...(found.variants ?? []), ...variantsIn(tag ?? '')],
    certainty: 'possible',
    rule: 'name-says',
  };
}

/** The distribution's name, with a machine's or a word like `base` beside it: `armhf-alpine`, `debian-base`. `python-alpine:3.7` is another matter. */
function isCopyOf(family: string, last: string): boolean {
  const beside = last.split('-').filter((word) => word !== family);
  return beside.every((word) =>
    /^(?:arm|armhf|armv[67]h?f?|armel|arm32v[567]|arm64|arm64v8|aarch64|amd64|x86|i386|rpi|docker|base|baseimage|image|os)$/.test(word),
  );
}

/** The tag of somebody's own copy of a distribution: `corp/alpine:3.19.1` is 3.19, `corp/centos:7.2` is 7. */
function releaseTag(family: string, tag: string | undefined): string | null {
  const match = /^v?((\d+)(?:\.\d+)?)(?:\.\d+)*$/.exec(tag ?? '');
  return (family === 'alpine' || family === 'ubuntu' ? match?.[1] : match?.[2]) ?? null;
}

function libcFamily(found: Found): BaseLibc['family'] | undefined {
  return (found.libc ?? libcOf(found.family, found.release))?.family;
}

function unreadable(reference: string): string {
  if (reference.includes('$')) return 'a build argument has no value';
  if (/[{}<>%[\]]/.test(reference)) return 'the reference is a template';
  return 'not an image reference';
}

function unknown(reference: string, why: string, digest?: string): Classification {
  return {
    reference,
    family: 'unknown',
    release: null,
    libc: null,
    variants: [],
    certainty: 'unknown',
    hidden: false,
    floating: false,
    rule: 'unknown',
    why,
    history: [],
    ...(digest === undefined ? {} : { digest }),
  };
}
