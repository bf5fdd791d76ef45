import type { Identity } from './tree.ts';

/**
 * Content of files by identity. An image keeps only what an extractor asked for, so a read may find that a range was not kept:
 * `read` then returns null, and `fetch` gets several of them in one further pass over the layers that hold them.
 */
export interface Bytes {
  /** Up to `length` bytes from `offset` (fewer at the end of the file), or null when that range is not at hand. Never does I/O on a layer. */
  read(identity: Identity, offset: number, length: number): Uint8Array | null;
  /** Makes the given ranges readable. What is over budget or cannot be read is returned with its reason. */
  fetch(ranges: readonly ByteRange[]): Promise<readonly Unread[]>;
}

export interface ByteRange {
  readonly identity: Identity;
  readonly offset: number;
  readonly length: number;
}

export interface Unread {
  readonly identity: Identity;
  readonly why: string;
}
