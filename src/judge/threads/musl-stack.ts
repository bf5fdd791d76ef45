import { compareVersions } from '../../bases/releases.ts';

export interface MuslStack {
  /** Bytes of a thread's stack where nobody sets them. */
  readonly bytes: number;
  /** The size in the main program's PT_GNU_STACK counts. */
  readonly readsHeader: boolean;
}

/** WHATSNEW of musl, 1.1.21: from 80 KiB to 128 KiB, and PT_GNU_STACK is read. An unknown version counts as a new one. */
export function muslStack(version: string | null): MuslStack {
  const isOld = version !== null && compareVersions(/^[\d.]+/.exec(version)?.[0] ?? version, '1.1.21') < 0;
  return isOld ? { bytes: 80 << 10, readsHeader: false } : { bytes: 128 << 10, readsHeader: true };
}

/** What a thread gets, with the memory size of the main program's PT_GNU_STACK (pthread_impl.h: at most 8 MiB). */
export function threadStackBytes({ bytes, readsHeader }: MuslStack, header: number): number {
  return readsHeader ? Math.max(bytes, Math.min(header, 8 << 20)) : bytes;
}
