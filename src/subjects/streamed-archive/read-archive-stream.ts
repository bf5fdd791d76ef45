import { BasewiseError } from '../../errors.ts';
import { tarMembers } from '../../formats/archive/tar-members.ts';
import { isDigest } from '../../formats/text/image-reference.ts';
import type { LayerContent } from '../../image/source.ts';
import type { Members } from '../archive/members.ts';
import { documentTooLarge } from '../archive/file-members.ts';
import { normalizeMemberName } from '../archive/members.ts';
import { sniff } from '../archive/sniff.ts';
import { linkTarget } from '../archive/tar-index.ts';
import { LARGEST_DOCUMENT } from '../manifests/json-document.ts';
import { openImageArchive, type ImageChoice } from '../open-image-archive.ts';
import { lookInto, rejoin } from './pull.ts';
import type { LayerWalk, StreamedImage } from './streamed-archive.ts';

/**
 * Reads an image archive out of an uncompressed tar stream, docker-archive or OCI in any order of members: documents are kept, layers are
 * walked as they pass. `reopen` gives the stream again for a second pass over one layer, where it can be had again.
 */
export async function readArchiveStream<T>(
  label: string,
  chunks: AsyncIterable<Uint8Array>,
  choice: ImageChoice,
  walk: LayerWalk<T>,
  reopen?: () => AsyncIterable<Uint8Array>,
): Promise<StreamedImage<T>> {
  const passed: Passed<T> = { documents: new Map(), walked: new Map(), links: new Map(), tooLarge: new Set() };
  await passMembers(chunks, passed, label, walk);
  const nameOf = new Map<LayerContent, string>();
  const source = await openImageArchive(passedMembers(label, passed, nameOf, reopen), choice);
  const walked: (T | undefined)[] = [];
  for (const layer of source.layers) {
    const name = nameOf.get(layer.content);
    walked.push(name === undefined ? undefined : await resultOf(name, passed, label, walk));
  }
  return { source, walked };
}

interface Passed<T> {
  readonly documents: Map<string, Uint8Array>;
  readonly walked: Map<string, { readonly size: number; readonly result?: T; readonly failure?: unknown }>;
  readonly links: Map<string, string>;
  /** Neither layer nor document by their bytes and size. */
  readonly tooLarge: Set<string>;
}

const ALL_DOCUMENTS = 64 * 1024 * 1024;
const MOST_MEMBERS = 1_000_000;
const MOST_LINKS = 16;

async function passMembers<T>(chunks: AsyncIterable<Uint8Array>, passed: Passed<T>, label: string, walk: LayerWalk<T>): Promise<void> {
  let count = 0;
  let kept = 0;
  for await (const member of tarMembers(chunks)) {
    if (++count > MOST_MEMBERS)
      throw new BasewiseError('archive-too-many', `the archive has more than ${MOST_MEMBERS} entries`, { path: label });
    const name = normalizeMemberName(member.entry.name);
    const { type, stored } = member.entry;
    forget(passed, name);
    if (type === 'link' || type === 'symlink') passed.links.set(name, linkTarget(member.entry, name));
    if (type !== 'file') continue;
    const { first, rest } = await lookInto(member.content, 512);
    if (isLayer(Buffer.concat(first))) {
      await walkMember(name, stored, rejoin(first, rest), passed, walk);
    } else if (stored > LARGEST_DOCUMENT) {
      passed.tooLarge.add(name);
    } else {
      kept += stored;
      if (kept > ALL_DOCUMENTS)
        throw new BasewiseError('archive-bad', `the archive holds more than ${ALL_DOCUMENTS} bytes of documents`, { path: label });
      passed.documents.set(name, await collect(rejoin(first, rest)));
    }
  }
}

/** A later member of the same name replaces an earlier one. */
function forget<T>(passed: Passed<T>, name: string): void {
  passed.documents.delete(name);
  passed.walked.delete(name);
  passed.links.delete(name);
  passed.tooLarge.delete(name);
}

/** A tar, maybe compressed, or the zero blocks of an empty one. JSON documents start with none of these. */
function isLayer(head: Buffer): boolean {
  return sniff(head) !== 'other' || (head.length > 0 && head.every((byte) => byte === 0));
}

/** The walk's own failure is kept for later; one of the archive around it ends everything. */
async function walkMember<T>(
  name: string,
  size: number,
  content: AsyncIterable<Uint8Array>,
  passed: Passed<T>,
  walk: LayerWalk<T>,
): Promise<void> {
  let outer: { readonly failure: unknown } | undefined;
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      yield* content;
    } catch (failure) {
      outer = { failure };
      throw failure;
    }
  }
  try {
    passed.walked.set(name, { size, result: await walk(streamedLayer(name, size), watched()) });
  } catch (failure) {
    if (outer !== undefined) throw outer.failure;
    passed.walked.set(name, { size, failure });
  }
}

function streamedLayer(name: string, size: number): { readonly name: string; readonly size: number; readonly digest?: string } {
  const digest = /^blobs\/(\w+)\/(\w+)$/.exec(name)?.slice(1).join(':');
  return { name, size, ...(digest !== undefined && isDigest(digest) ? { digest } : {}) };
}

async function resultOf<T>(name: string, passed: Passed<T>, label: string, walk: LayerWalk<T>): Promise<T> {
  const walked = passed.walked.get(name);
  if (walked !== undefined && 'failure' in walked) throw walked.failure;
  if (walked !== undefined) return walked.result as T;
  const document = passed.documents.get(name);
  if (document === undefined)
    throw new BasewiseError('layer-bad', `the layer ${name} is neither a tar nor compressed with gzip or zstd`, { path: label });
  return walk(streamedLayer(name, document.length), only(document));
}

function passedMembers<T>(
  label: string,
  passed: Passed<T>,
  nameOf: Map<LayerContent, string>,
  reopen: (() => AsyncIterable<Uint8Array>) | undefined,
): Members {
  const resolve = (asked: string): string => {
    let name = normalizeMemberName(asked);
    for (let followed = 0; followed < MOST_LINKS && passed.links.has(name); followed++) name = passed.links.get(name)!;
    return name;
  };
  return {
    label,
    read: (asked) => {
      const name = resolve(asked);
      if (passed.tooLarge.has(name)) throw documentTooLarge(asked, label);
      return passed.documents.get(name);
    },
    content: (asked) => {
      const name = resolve(asked);
      const size = passed.walked.get(name)?.size ?? passed.documents.get(name)?.length ?? (passed.tooLarge.has(name) ? 0 : undefined);
      if (size === undefined) return undefined;
      const content: LayerContent = { kind: 'stream', open: async () => reread(name, label, reopen) };
      nameOf.set(content, name);
      return { size, content };
    },
  };
}

/** One member of the stream, read once more. */
async function* reread(name: string, label: string, reopen: (() => AsyncIterable<Uint8Array>) | undefined): AsyncGenerator<Uint8Array> {
  if (reopen === undefined)
    throw new BasewiseError('stream-once', 'standard input cannot be read a second time', {
      path: label,
      hint: 'save it to a file and name that',
    });
  for await (const member of tarMembers(reopen())) {
    if (member.entry.type === 'file' && normalizeMemberName(member.entry.name) === name) {
      yield* member.content;
      return;
    }
  }
  throw new BasewiseError('blob-missing', `${name} is not there any more`, { path: label });
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function collect(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  // The pieces may be views of a buffer that is used again.
  for await (const chunk of content) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}
