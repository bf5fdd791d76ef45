/** The loading tables of a browser take 26 MiB; what patchelf moved to the end of a Node.js begins 23 MiB before it. */
export const HEAD: number = 32 * 1024 * 1024;
export const TAIL: number = 24 * 1024 * 1024;

/** Room for what is looked at of one file after another: facts share no memory with it, and only what was written to takes real memory. */
export interface WindowBuffer {
  /** `HEAD + TAIL` bytes; earlier files have left theirs in it. */
  readonly bytes: Buffer<ArrayBuffer>;
  /** Bytes that were written to, at most. */
  written: number;
}

export function takeBuffer(): WindowBuffer {
  for (let held = idle.pop(); held !== undefined; held = idle.pop()) {
    const buffer = held.deref();
    if (buffer !== undefined) return buffer;
  }
  return { bytes: Buffer.allocUnsafeSlow(HEAD + TAIL), written: 0 };
}

/** What much was written to is given back to the system at once: it would weigh on whatever is done until the next collection of garbage. */
export function giveBack(buffer: WindowBuffer): void {
  if (buffer.written > WRITTEN) buffer.bytes.buffer.transfer(0);
  else idle.push(new WeakRef(buffer));
}

/** Held weakly: after the last layer the memory is free again. */
const idle: WeakRef<WindowBuffer>[] = [];

const WRITTEN = 8 * 1024 * 1024;
