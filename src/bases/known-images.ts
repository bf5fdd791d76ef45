import type { Found, Variant } from './classification.ts';
import type { ImageReference } from './image-reference.ts';
import { imageGroups } from './tables.ts';
import type { ImageGroup } from './tables.ts';
import { fromMarker, variantsIn } from './tag-markers.ts';

/** An image of the table of well-known ones (data/bases-images.json). `override` asks for those that decide before markers in the tag do. */
export function knownImage({ name, tag }: ImageReference, override: boolean, buildDate: string | undefined): Found | undefined {
  const group = imageGroups.find((entry) => (entry.override === true) === override && names(entry, name) && tags(entry, tag ?? ''));
  return group === undefined ? undefined : describe(group, tag, buildDate);
}

function describe({ base, source, hidden, asOf }: ImageGroup, tag: string | undefined, buildDate: string | undefined): Found {
  const [place = '', ...words] = base.split(' ');
  const [family = '', release] = place.split(':');
  const floating = tag === undefined || tag === 'latest';
  const holds = asOf === undefined || (floating && (buildDate === undefined || buildDate >= asOf));
  const marked = tag === undefined ? undefined : fromMarker(tag);
  const known = marked?.family === family ? marked.release : null;
  const extra = words.flatMap((word) => variantOf[word] ?? []);
  const isStatic = words.includes('static-musl');
  return {
    family,
    release: known ?? (holds ? (release ?? null) : null),
    variants: [...extra, ...variantsIn(tag ?? '')],
    certainty: 'possible',
    hidden: hidden === true,
    ...(isStatic ? { libc: { family: 'musl', version: null, static: true } } : {}),
    ...(words.includes('musl-dynamic') ? { libc: { family: 'musl', version: null } } : {}),
    ...(family === 'scratch' ? { libc: { family: 'none', version: null } } : {}),
    rule: hidden === true ? 'hidden-alpine' : 'known-image',
    why: `${base.replace(' +glibc', ' with a glibc beside it')}: ${source}`,
  };
}

const variantOf: Readonly<Record<string, readonly Variant[]>> = {
  '+glibc': ['glibc-added'],
  slim: ['slim'],
  ubi: ['ubi'],
  distroless: ['distroless'],
  'static-musl': ['static'],
};

function names({ images }: ImageGroup, name: string): boolean {
  return images.some((pattern) => {
    const star = pattern.indexOf('*');
    if (star === -1) return pattern === name;
    const head = pattern.slice(0, star);
    const tail = pattern.slice(star + 1);
    if (name.length < head.length + tail.length || !name.startsWith(head) || !name.endsWith(tail)) return false;
    return !name.slice(head.length, name.length - tail.length).includes('/');
  });
}

function tags({ tag }: ImageGroup, text: string): boolean {
  return tag === undefined || new RegExp(tag).test(text);
}
