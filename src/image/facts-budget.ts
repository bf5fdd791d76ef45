/**
 * What the facts of one subject may weigh together, in all its layers and all threads that read them: bytes taken so far, in memory that threads share. Every walk of a
 * subject takes from the same one.
 */
export interface FactsBudget {
  readonly taken: Int32Array<SharedArrayBuffer>;
}

/**
 * In bytes of memory, roughly. ELF facts are kept as bytes, compressed beyond `PLAIN_FACTS`: 4,000 files of a Debian root take 35 MB as they are, 40,000 such files 80 MB
 * compressed. What a hostile archive repeats a million times does not fit.
 */
export const MOST_FACTS: number = 96 * 1024 * 1024;
export const PLAIN_FACTS: number = 24 * 1024 * 1024;

export function factsBudget(): FactsBudget {
  return { taken: new Int32Array(new SharedArrayBuffer(4)) };
}

/** False where so much does not fit any more; nothing is taken then. */
export function takeBudget({ taken }: FactsBudget, bytes: number): boolean {
  if (bytes > MOST_FACTS) return false;
  if (Atomics.add(taken, 0, bytes) + bytes <= MOST_FACTS) return true;
  Atomics.sub(taken, 0, bytes);
  return false;
}

export function returnBudget({ taken }: FactsBudget, bytes: number): void {
  Atomics.sub(taken, 0, bytes);
}

export function takenBudget({ taken }: FactsBudget): number {
  return Atomics.load(taken, 0);
}

/** Why a file is unknown that does not fit: the same words for all, which makes it one finding. */
export const overBudget: string = `what is known of the files of one subject is over its budget of ${MOST_FACTS} bytes`;
