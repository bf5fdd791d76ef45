import type { Rootfs } from '../tree/rootfs.ts';
import { LIMITS } from './limits.ts';
import { findBusybox } from './programs.ts';
import { readFile } from './read-file.ts';

export interface Busybox {
  readonly path: string;
  /** From its banner `BusyBox v1.36.1 (…)`; null where the bytes were not kept or do not say. */
  readonly version: string | null;
}

export function describeBusybox(rootfs: Rootfs): Busybox | null {
  const entry = findBusybox(rootfs);
  if (entry === null) return null;
  const file = readFile(rootfs, entry.path, LIMITS.busybox);
  return { path: entry.path, version: file.kind === 'bytes' ? bannerVersion(file.bytes) : null };
}

function bannerVersion(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = buffer.indexOf('BusyBox v', 0, 'latin1');
  if (start === -1) return null;
  return /^BusyBox v(\d+(?:\.\d+){1,3})/.exec(buffer.toString('latin1', start, start + 40))?.[1] ?? null;
}
