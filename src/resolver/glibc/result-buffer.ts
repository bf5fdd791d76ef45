/**
 * The caller's result buffer, of which only the fill level matters: it starts at 1,024 bytes (`scratch_buffer`), and when a module does
 * not find room, it is doubled and the whole lookup, network included, is done again.
 */
export interface ResultBuffer {
  size: number;
}

export const initialResultBuffer = 1024;

/** Fill level while one answer is stored. Overflow is remembered, as in `struct alloc_buffer`. */
export class Fill {
  readonly #size: number;
  used = 0;
  overflown = false;

  constructor(size: number) {
    this.#size = size;
  }

  get left(): number {
    return this.#size - this.used;
  }

  take(bytes: number, alignment = 1): boolean {
    const start = Math.ceil(this.used / alignment) * alignment;
    if (this.overflown || start + bytes > this.#size) {
      this.overflown = true;
      return false;
    }
    this.used = start + bytes;
    return true;
  }
}

/** `sizeof (struct gaih_addrtuple)` on 64-bit machines. */
export const addressTupleSize = 40;
