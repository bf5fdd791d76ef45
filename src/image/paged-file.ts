import type { ReadInto } from './extractor.ts';
import type { WindowBuffer } from './window-buffer.ts';

/** A file at hand whose pages are read when somebody asks for them. */
export interface PagedFile {
  /** As `ReadRange`: always there. Valid until the buffer is given back. */
  read(offset: number, length: number): Uint8Array;
  /** It ended before its size: what `read` gave is not all from it. */
  isShort(): boolean;
}

/** `size` is at most what the buffer takes. */
export function pagedFile(buffer: WindowBuffer, size: number, readInto: ReadInto): PagedFile {
  const { bytes } = buffer;
  const there = new Uint8Array(Math.ceil(size / PAGE));
  let short = false;

  function fill(first: number, last: number): void {
    const [from, to] = [first * PAGE, Math.min(size, (last + 1) * PAGE)];
    if (readInto(bytes.subarray(from, to), from) < to - from) short = true;
    there.fill(1, first, last + 1);
    buffer.written += to - from;
  }

  return {
    read(offset, length) {
      const end = Math.min(size, offset + length);
      if (end <= offset) return NOTHING;
      const last = Math.floor((end - 1) / PAGE);
      for (let page = Math.floor(offset / PAGE); page <= last; page++) {
        if (there[page] === 1) continue;
        const first = page;
        while (page < last && there[page + 1] === 0) page++;
        fill(first, page);
      }
      return bytes.subarray(offset, end);
    },
    isShort: () => short,
  };
}

/** The tables of a library stand close together; a page costs as much as the call that reads it. */
const PAGE = 8192;
const NOTHING = new Uint8Array(0);
