import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { BasewiseError } from '../../errors.ts';
import type { TarEntry } from '../../formats/archive/tar-entry.ts';
import { createTarReader } from '../../formats/archive/tar-reader.ts';
import { FormatError } from '../../formats/format-error.ts';
import { fileMembers, type FileRange } from './file-members.ts';
import { normalizeMemberName, type Members } from './members.ts';

/**
 * Index of an uncompressed tar file by the offsets of its members: headers are read, contents are skipped, nothing is unpacked.
 * Throws BasewiseError `archive-bad` with the place, `archive-too-many`.
 */
export function indexTar(path: string, label: string): Members {
  const entries = new Map<string, IndexEntry>();
  let count = 0;
  let characters = 0;
  const take = (entry: TarEntry): void => {
    if (++count > MOST_MEMBERS)
      throw new BasewiseError('archive-too-many', `the archive has more than ${MOST_MEMBERS} entries`, { path: label });
    const name = normalizeMemberName(entry.name);
    characters += name.length + entry.linkName.length;
    if (characters > MOST_CHARACTERS)
      throw new BasewiseError('archive-too-many', `the names of the archive have more than ${MOST_CHARACTERS} characters`, { path: label });
    const indexed = indexEntry(entry, name);
    if (indexed === undefined) entries.delete(name);
    else entries.set(name, indexed);
  };
  try {
    readHeaders(path, take);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new BasewiseError('archive-bad', error.message, { path: label, cause: error });
  }
  return fileMembers(label, (name) => findMember(entries, path, name));
}

/** Where a symbolic link of an archive leads (relative to its own folder), or a hard link (relative to the root). */
export function linkTarget(entry: TarEntry, name: string): string {
  const fromRoot = entry.type === 'link' || entry.linkName.startsWith('/');
  return normalizeMemberName(fromRoot ? entry.linkName : `${name}/../${entry.linkName}`);
}

type IndexEntry = { readonly offset: number; readonly length: number } | { readonly target: string };

const MOST_MEMBERS = 1_000_000;
/** Of all names and link targets together. */
const MOST_CHARACTERS = 200 * MOST_MEMBERS;
const MOST_LINKS = 16;
/** Small, because most members are skipped: only headers are read. */
const WINDOW = 4096;

/** Sparse members are left out: an archive of an image never has them, and their bytes do not stand in one piece. */
function indexEntry(entry: TarEntry, name: string): IndexEntry | undefined {
  if (entry.type === 'link' || entry.type === 'symlink') return { target: linkTarget(entry, name) };
  return entry.type === 'file' && entry.parts === undefined ? { offset: entry.dataOffset, length: entry.stored } : undefined;
}

function findMember(entries: ReadonlyMap<string, IndexEntry>, path: string, name: string): FileRange | undefined {
  let at = name;
  for (let followed = 0; followed <= MOST_LINKS; followed++) {
    const entry = entries.get(at);
    if (entry === undefined) return undefined;
    if ('offset' in entry) return { path, offset: entry.offset, length: entry.length };
    at = entry.target;
  }
  return undefined;
}

function readHeaders(path: string, take: (entry: TarEntry) => void): void {
  const reader = createTarReader({
    entry: (entry) => {
      take(entry);
      return false;
    },
    data: () => false,
    hole: () => false,
    end: () => {},
  });
  const file = openSync(path, 'r');
  try {
    const size = fstatSync(file).size;
    const window = Buffer.alloc(WINDOW);
    for (let at = 0; at < size && !reader.ended();) {
      const skip = Math.min(reader.skippable(), size - at);
      if (skip > 0) reader.skip(skip);
      else reader.push(window.subarray(0, readSync(file, window, 0, WINDOW, at)));
      if (reader.offset() === at) break;
      at = reader.offset();
    }
    reader.finish();
  } finally {
    closeSync(file);
  }
}
