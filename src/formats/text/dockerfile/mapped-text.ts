/**
 * A text made of pieces of another one, with the way back: `at` is the offset in `text`, `from` the offset in the origin.
 * Within a segment both run in step, and between two segments the origin has something that `text` leaves out.
 */
export interface MappedText {
  readonly text: string;
  readonly segments: readonly Segment[];
}

export interface Segment {
  readonly at: number;
  readonly from: number;
}

/** Where the character at `offset` of `mapped.text` stands in the origin; the end of the text maps to behind its last character. */
export function originOffset(mapped: MappedText, offset: number): number {
  const { segments, text } = mapped;
  const inside = Math.max(0, Math.min(offset, text.length));
  // The end belongs to the last character, not to whatever was left out behind it.
  const probe = inside === text.length && inside > 0 ? inside - 1 : inside;
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.at ?? 0) <= probe) low = middle;
    else high = middle - 1;
  }
  const segment = segments[low];
  return segment === undefined ? inside : segment.from + inside - segment.at;
}

/** Where a range of `mapped.text` stands in the origin: its end is behind its last character, before whatever is left out there. */
export function originRange(
  mapped: MappedText,
  { start, end }: { readonly start: number; readonly end: number },
): { readonly start: number; readonly end: number } {
  const from = originOffset(mapped, start);
  return { start: from, end: end > start ? originOffset(mapped, end - 1) + 1 : from };
}

/** `text` as it stands in the origin, from `from` on. */
export function mappedFrom(text: string, from: number): MappedText {
  return { text, segments: [{ at: 0, from }] };
}

/** Joins ranges of `origin` (in order) to one mapped text. */
export function joinRanges(origin: string, ranges: readonly { readonly start: number; readonly end: number }[]): MappedText {
  const segments: Segment[] = [];
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of ranges) {
    if (end <= start) continue;
    segments.push({ at, from: start });
    parts.push(origin.slice(start, end));
    at += end - start;
  }
  const first = ranges[0];
  // A text of nothing still has its place.
  if (segments.length === 0 && first !== undefined) segments.push({ at: 0, from: first.start });
  return { text: parts.join(''), segments };
}

/** The part of a mapped text from `start` to `end`, still mapped to the same origin. */
export function sliceMapped(mapped: MappedText, start: number, end: number): MappedText {
  const segments = mapped.segments
    .filter((segment, index) => segment.at < end && (mapped.segments[index + 1]?.at ?? Infinity) > start)
    .map(({ at, from }) => (at < start ? { at: 0, from: from + start - at } : { at: at - start, from }));
  return { text: mapped.text.slice(start, end), segments };
}

/** Puts mapped texts of one origin one after another. */
export function concatMapped(parts: readonly MappedText[]): MappedText {
  const segments: Segment[] = [];
  let at = 0;
  for (const part of parts) {
    for (const segment of part.segments) segments.push({ at: at + segment.at, from: segment.from });
    at += part.text.length;
  }
  return { text: parts.map((part) => part.text).join(''), segments };
}

/** `inner` is mapped to the text of `outer`: the result is mapped to the origin of `outer`. */
export function composeMapped(outer: MappedText, inner: MappedText): MappedText {
  const segments: Segment[] = [];
  inner.segments.forEach((segment, index) => {
    const length = (inner.segments[index + 1]?.at ?? inner.text.length) - segment.at;
    const part = sliceMapped(outer, segment.from, segment.from + length);
    for (const { at, from } of part.segments) segments.push({ at: segment.at + at, from });
  });
  return { text: inner.text, segments };
}
