import { classifyImage } from '../../bases/classify-image.ts';
import type { Classification } from '../../bases/classification.ts';
import { parseImageReference } from '../../bases/image-reference.ts';
import type { ImageReference } from '../../bases/image-reference.ts';
import { compareVersions } from '../../bases/releases.ts';
import { fromTagHistory } from '../../bases/tag-history.ts';
import type { Target } from '../target.ts';
import { isPlainBase, tagStyle } from './language-images.ts';
import type { TagStyle } from './language-images.ts';

export type ImageTranslation =
  | { readonly kind: 'already' }
  | {
      readonly kind: 'move';
      readonly reference: string;
      readonly certainty: 'certain' | 'likely';
      readonly why: string;
      /** It was pinned; the pin of the new image is not known without a registry. */
      readonly digest?: string;
    }
  | { readonly kind: 'refuse'; readonly why: string };

/** What an image reference becomes on the target: the same image's variant, or the target itself for a plain distribution. Never invents an image. */
export function translateImage(reference: string, target: Target): ImageTranslation {
  const parsed = parseImageReference(reference);
  if (parsed === undefined) return { kind: 'refuse', why: `${reference} is not an image reference` };
  const base = classifyImage(reference);
  if (isThere(base, target)) return { kind: 'already' };
  const digest = parsed.digest === undefined ? {} : { digest: parsed.digest };
  const prefix = registryPrefix(parsed);
  if (isPlainBase(parsed.name)) {
    if (base.variants.includes('micro')) return { kind: 'refuse', why: `${parsed.name} has no package manager to translate from` };
    const own = prefix !== '' && /^[a-z]+:[\w.-]+$/.test(target.reference);
    const why = own ? `${target.words} through the same mirror` : `${parsed.name} is a plain distribution`;
    return { kind: 'move', reference: `${own ? prefix : ''}${target.reference}`, certainty: own ? 'likely' : 'certain', why, ...digest };
  }
  const distroless = /^gcr\.io\/distroless\/(.+)-debian\d+$/.exec(parsed.name)?.[1];
  if (distroless !== undefined && target.family === 'debian' && target.kind === 'full') {
    const next = `gcr.io/distroless/${distroless}-debian${target.release ?? ''}`;
    return {
      kind: 'move',
      reference: parsed.tag === undefined ? next : `${next}:${parsed.tag}`,
      certainty: 'likely',
      why: 'distroless of that Debian',
      ...digest,
    };
  }
  const style = tagStyle(parsed.name);
  if (style === undefined) return { kind: 'refuse', why: unknownImage(parsed.name, base) };
  if (target.kind === 'bare' || target.family === 'wolfi' || target.family === 'rhel') {
    return { kind: 'refuse', why: `${parsed.name} has no variant on ${target.words}` };
  }
  if (parsed.tag === undefined) return { kind: 'refuse', why: `${reference} is pinned without a tag: which version it is cannot be read` };
  const variant = variantTag(parsed.name, parsed.tag, style, target, base);
  if ('why' in variant) return { kind: 'refuse', why: variant.why };
  const next = `${prefix}${parsed.name}:${variant.tag}`;
  if (!isThere(classifyImage(next), target)) return { kind: 'refuse', why: `${next} would not be ${target.words}` };
  return { kind: 'move', reference: next, certainty: 'likely', why: `the ${target.words} variant of ${parsed.name}`, ...digest };
}

/** The base is of the wanted distribution and release; an unknown release counts as there only for those that have none. */
export function isThere({ family, release, variants }: Classification, target: Target): boolean {
  if (family !== target.family) return false;
  if (target.kind === 'bare' && !variants.includes('distroless') && !variants.includes('micro')) return family === 'scratch';
  if (target.family === 'rhel' && target.manager === 'microdnf' && !variants.includes('minimal')) return false;
  return target.release === null || release === target.release;
}

function unknownImage(name: string, { family, why }: Classification): string {
  if (family === 'unknown') return `nothing is known of ${name}: what it becomes is for its owner to say`;
  return `${name} has no known variant on another distribution (${why})`;
}

/** What stands before the name: a mirror, an architecture's namespace. */
function registryPrefix({ text, name }: ImageReference): string {
  const at = text.indexOf(`${name}${text.includes(`${name}:`) ? ':' : ''}`);
  return at === -1 ? '' : text.slice(0, at);
}

const debianNames = /^(?:wheezy|jessie|stretch|buster|bullseye|bookworm|trixie|forky|sid)$/;
const ubuntuNames = /^(?:trusty|xenial|bionic|focal|jammy|noble|resolute)$/;

interface TagParts {
  readonly head: string;
  /** Behind the distribution: `perl` in `1.25-alpine-perl`. */
  readonly tail: string;
  readonly slim: boolean;
}

/** `20-alpine3.19` is `20`; `8.3-fpm-alpine` is `8.3-fpm`; `3.12-slim-bookworm` is `3.12`, slim. */
function tagParts(tag: string): TagParts {
  const tokens = tag.split('-');
  const isDistribution = (token: string, index: number): boolean =>
    /^alpine(?:\d+\.\d+)?$/.test(token) ||
    debianNames.test(token) ||
    ubuntuNames.test(token) ||
    (/^\d\.\d+$/.test(token) && tokens[index - 1] === 'alpine');
  const at = tokens.findIndex(isDistribution);
  const slim = tokens.includes('slim');
  const keep = (token: string, index: number): boolean => token !== 'slim' && token !== 'latest' && !isDistribution(token, index);
  const head = tokens.filter((token, index) => keep(token, index) && (at === -1 || index < at)).join('-');
  const tail = at === -1 ? '' : tokens.filter((token, index) => keep(token, index) && index > at).join('-');
  return { head, tail, slim };
}

function variantTag(name: string, tag: string, style: TagStyle, target: Target, base: Classification): { tag: string } | { why: string } {
  const { head, tail, slim } = tagParts(tag);
  const join = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('-');
  if (target.family === 'alpine') {
    if (style.alpine === null) return { why: `${name} has no Alpine variant` };
    if (/(?:^|-)(?:apache)(?:-|$)/.test(head)) return { why: `${name} has no Alpine variant with Apache` };
    const shorn = name === 'php' ? head.replace(/-cli$/, '') : head;
    const newest = fromTagHistory(name, join(shorn, 'alpine'), undefined)?.release ?? null;
    if (newest !== null && newest !== 'edge' && compareVersions(target.release ?? '', newest) > 0) {
      return { why: `${name} ${shorn} was last built on Alpine ${newest}: use --to alpine:${newest}` };
    }
    const number = `alpine${target.release ?? ''}`;
    return { tag: join(shorn, style.alpine === 'numbered' || newest !== target.release ? number : number, tail) };
  }
  const codename = target.codename ?? '';
  if (target.family === 'ubuntu') {
    return style.ubuntu ? { tag: join(head, codename, tail) } : { why: `${name} has no Ubuntu variant: use --to debian:13-slim` };
  }
  if (style.debian === null) return { why: `${name} has no Debian variant: use --to ubuntu:24.04` };
  const wantsSlim = base.family === 'debian' ? slim : true;
  const full = style.variant !== undefined && /^[\d.]*(?:-?rc)?$/.test(head) ? join(head, style.variant) : head;
  const probe = join(full, style.debian === 'plain' || !wantsSlim ? '' : 'slim') || 'latest';
  const newest = fromTagHistory(name, probe, undefined);
  const age = newest?.family === 'debian' ? newest.release : null;
  if (name.includes('/dotnet/') && !dotnetHas(head, target.release)) return { why: `.NET ${head} has no ${target.words} image` };
  if (age !== null && compareVersions(target.release ?? '', age) > 0 && !hasNewer(head, style, target)) {
    return { why: `${name} ${full === '' ? 'latest' : full} was last built on Debian ${age}: use --to debian:${age}-slim` };
  }
  if (age === null && /(?:^|[.\d-])(?:rc|alpha|beta|a|b)\d*(?:-|$)/.test(head))
    return { why: `${name} ${head} is a pre-release: on what it was built is not known` };
  // The official images are built for the newest Debian and the one before.
  if (age !== null && /^\d+$/.test(age) && Number(age) - Number(target.release) > 1)
    return { why: `${name} ${full} has no ${target.words} image` };
  switch (style.debian) {
    case 'slimFirst':
      return { tag: join(full, wantsSlim ? 'slim' : '', codename, tail) };
    case 'slimLast':
      return { tag: join(full, codename, wantsSlim ? 'slim' : '', tail) };
    case 'plain':
      return { tag: join(full, codename, tail) };
    default:
      return { tag: probe };
  }
}

function hasNewer(head: string, { since }: TagStyle, { release }: Target): boolean {
  const first = since?.[release ?? ''];
  if (first === undefined) return false;
  return /^(?:lts|current|iron|jod|krypton|)$/.test(head) || Number.parseInt(head, 10) >= first;
}

/** dotnet-docker: 8 and 9 on bookworm-slim, 6 and 7 on bullseye-slim, from 10 on no Debian. */
function dotnetHas(head: string, release: string | null): boolean {
  const major = Number(head.split('.')[0]);
  return release === '12' ? major === 8 || major === 9 : release === '11' ? major === 6 || major === 7 : false;
}
