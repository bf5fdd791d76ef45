/**
 * An interest in file contents, declared before a layer is walked. A layer is a one-way stream: each file is offered once, its bytes
 * are pushed in order, and what `end` returns is kept as the file's facts under the extractor's name. Runs inside a worker: facts are plain data.
 */
export interface Extractor<Facts> {
  readonly name: string;
  /** False where the path alone says that this file is not wanted: its bytes are then not even read. Without it `wants` decides. */
  mayWant?(file: OfferedFile): boolean;
  /** Decides from the path (absolute, as in the archive), the size and up to the first 512 bytes. */
  wants(file: OfferedFile, head: Uint8Array): boolean;
  begin(file: OfferedFile): Consumer<Facts>;
  /** Of a file that lies there and can be read anywhere: the answer from those parts that are needed. Null, or without it: the bytes are pushed. */
  atHand?(file: OfferedFile, readInto: ReadInto): Extracted<Facts> | null;
}

/** Reads from an offset of a file; returns how many bytes it read, fewer than there is room for only at the end. Throws the system's error. */
export type ReadInto = (bytes: Uint8Array, offset: number) => number;

export interface OfferedFile {
  readonly path: string;
  /** Expanded size in bytes. */
  readonly size: number;
  readonly mode: number;
}

export interface Consumer<Facts> {
  /** The next bytes of the file; the array is reused afterwards, so keep a copy. Return false when nothing further is needed. */
  push(chunk: Uint8Array): boolean;
  /** Called once after the last byte or after `push` returned false. `ranges` asks for parts that were passed over (a second pass over that layer). */
  end(): Extracted<Facts>;
}

export type Extracted<Facts> =
  | { readonly kind: 'facts'; readonly facts: Facts }
  | { readonly kind: 'nothing' }
  /** Over budget or unreadable: becomes an `unknown` with this reason. */
  | { readonly kind: 'unknown'; readonly why: string }
  /** Needs these ranges of the file (sorted, within budget); `resume` gets them all and answers for good or asks once more. */
  | { readonly kind: 'ranges'; readonly ranges: readonly FileRange[]; readonly state: unknown };

export interface FileRange {
  readonly offset: number;
  readonly length: number;
}

/** An extractor that may ask for ranges finishes here; `state` is what `end` returned (it crossed a thread: plain data). */
export interface ResumableExtractor<Facts> extends Extractor<Facts> {
  resume(file: OfferedFile, state: unknown, parts: readonly { readonly offset: number; readonly bytes: Uint8Array }[]): Extracted<Facts>;
}
