import { BasewiseError } from '../../errors.ts';
import { createTarReader } from '../../formats/archive/tar-reader.ts';
import { FormatError } from '../../formats/format-error.ts';
import { normalizeMemberName } from '../archive/members.ts';
import { refuseForm } from '../archive/refuse-form.ts';
import { sniff } from '../archive/sniff.ts';
import type { ImageChoice } from '../open-image-archive.ts';
import type { OpenedSubject } from '../opened-subject.ts';
import { decompressed, lookInto, rejoin } from './pull.ts';
import { readArchiveStream } from './read-archive-stream.ts';

/**
 * Opens a stream that holds an image archive or a root file system, compressed or not; its first members tell which. `reopen` gives the
 * stream from its start again. Throws BasewiseError.
 */
export async function openArchiveStream(
  label: string,
  stream: AsyncIterable<Uint8Array>,
  choice: ImageChoice,
  reopen?: () => AsyncIterable<Uint8Array>,
): Promise<OpenedSubject> {
  const { first, rest } = await lookInto(guarded(label, stream), 512);
  const head = Buffer.concat(first);
  if (head.length === 0)
    throw new BasewiseError('stream-empty', 'nothing arrived', {
      path: label,
      hint: 'pipe an image or a root file system in: docker save app:1.2 | basewise check -',
    });
  refuseForm(sniff(head), label);
  const content = decompressed(rejoin(first, rest));
  const { name, seen } = await readErrors(label, () => firstMember(content));
  const whole = rejoin(seen, content);
  if (name !== undefined && !isImageMember(name))
    return { kind: 'rootfs-tar', name: label, content: { kind: 'stream', open: once(label, whole) } };
  return {
    kind: 'streamed-archive',
    archive: {
      name: choice.name === undefined ? label : `${label}:${choice.name}`,
      read: (walk) =>
        readErrors(label, () => readArchiveStream(label, whole, choice, walk, reopen && (() => decompressed(guarded(label, reopen()))))),
    },
  };
}

/** The name of the first member that is not the root folder itself, and the bytes that were read to find it. */
async function firstMember(
  content: AsyncGenerator<Uint8Array>,
): Promise<{ readonly name: string | undefined; readonly seen: readonly Uint8Array[] }> {
  const seen: Uint8Array[] = [];
  let name: string | undefined;
  const reader = createTarReader({
    entry: (entry) => {
      name ??= normalizeMemberName(entry.name) || undefined;
      return false;
    },
    data: () => false,
    hole: () => false,
    end: () => {},
  });
  for (let next = await content.next(); next.done !== true; next = await content.next()) {
    const chunk = Buffer.from(next.value);
    seen.push(chunk);
    reader.push(chunk);
    if (name !== undefined || reader.ended()) return { name, seen };
  }
  reader.finish();
  return { name, seen };
}

/** How the first member of every known writer of image archives is called: docker, containerd, buildah, skopeo, crane, kaniko, ko, nix, bazel. */
function isImageMember(name: string): boolean {
  if (/^(?:blobs(?:\/|$)|index\.json$|oci-layout$|manifest\.json$|repositories$)/.test(name)) return true;
  if (/^(?:sha256:)?[a-f0-9]{64}(?:\/|$)/.test(name)) return true;
  return /^[^/]+(?:\/layer\.tar|\.json|\.tar|\.tar\.gz|\.tar\.zst)$/.test(name);
}

/** A pipe, a socket or a file that fails while it is read is nobody's bug. */
async function* guarded(label: string, stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } catch (error) {
    if (error instanceof BasewiseError || !(error instanceof Error && 'code' in error) || error.name === 'AbortError') throw error;
    throw new BasewiseError('stream-failed', `reading failed (${String(error.code)})`, { path: label, cause: error });
  }
}

function once(label: string, stream: AsyncIterable<Uint8Array>): () => Promise<AsyncIterable<Uint8Array>> {
  let opened = false;
  return async () => {
    if (opened)
      throw new BasewiseError('stream-once', 'standard input cannot be read a second time', {
        path: label,
        hint: 'save it to a file and name that',
      });
    opened = true;
    return stream;
  };
}

async function readErrors<T>(label: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FormatError) throw new BasewiseError('archive-bad', error.message, { path: label, cause: error });
    throw error;
  }
}
