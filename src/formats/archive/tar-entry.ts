export type TarEntryType = 'file' | 'dir' | 'symlink' | 'link' | 'char' | 'block' | 'fifo';

/** One entry of an archive with everything that its extension headers say about it. */
export interface TarEntry {
  /** As in the archive: it may be absolute, hold `..` or end in `/`. */
  readonly name: string;
  readonly type: TarEntryType;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of the file, expanded when it is sparse; 0 for everything but files. */
  readonly size: number;
  /** Target of a symbolic link, or the name of the entry that a hard link (`link`) stands for. */
  readonly linkName: string;
  /** Where the entry's own header stands, and where its bytes begin in the archive. */
  readonly offset: number;
  readonly dataOffset: number;
  /** Bytes in the archive; less than `size` when sparse. */
  readonly stored: number;
  /** Sparse files: offset and length in turn of what is stored. */
  readonly parts?: readonly number[];
  /** It has a `security.capability` attribute. */
  readonly capabilities: boolean;
}

export interface TarHandler {
  /** True when the bytes of this entry are wanted: then `data` and `hole` follow in order and `end` once, also for an empty file. */
  entry(entry: TarEntry): boolean;
  /** Bytes of the expanded file; the array belongs to the caller. False when no more of this file is wanted (no `end` then). */
  data(chunk: Buffer): boolean;
  /** This many zero bytes that are not in the archive; as `data` otherwise. */
  hole(length: number): boolean;
  end(): void;
}

export interface TarReader {
  push(chunk: Uint8Array): void;
  /** The input ends here. */
  finish(): void;
  /** Bytes taken so far. */
  offset(): number;
  /** The end blocks were met. */
  ended(): boolean;
  /** How many of the next bytes nobody wants: a caller that can seek calls `skip` with at most that many instead of pushing them. */
  skippable(): number;
  skip(count: number): void;
}
