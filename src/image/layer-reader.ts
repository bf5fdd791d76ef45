import { fileNameLength } from '../formats/archive/file-name.ts';
import type { TarEntry, TarHandler } from '../formats/archive/tar-entry.ts';
import { createTarReader } from '../formats/archive/tar-reader.ts';
import { entryPath } from './entry-path.ts';

/** A TarHandler whose entries come with their clean path and their number; every walk over a layer counts in the same way. */
export interface LayerHandler extends Omit<TarHandler, 'entry'> {
  entry(entry: TarEntry, path: string, index: number): boolean;
}

export interface LayerReader {
  push(chunk: Uint8Array): void;
  finish(): void;
  /** Names that no file system holds (over 4,095 bytes, or 255 in a component): passed over and not numbered. */
  unnameable(): number;
}

/** @throws FormatError as `createTarReader` */
export function createLayerReader(handler: LayerHandler): LayerReader {
  let count = 0;
  let unnameable = 0;
  const reader = createTarReader({
    ...handler,
    entry(entry) {
      const path = entryPath(entry.name);
      if (nameable(path)) return handler.entry(entry, path, count++);
      unnameable++;
      return false;
    },
  });
  return { push: reader.push, finish: reader.finish, unnameable: () => unnameable };
}

function nameable(path: string): boolean {
  if (path.length < 86) return true;
  return fileNameLength(path) <= 4095 && path.split('/').every((name) => fileNameLength(name) <= 255);
}
