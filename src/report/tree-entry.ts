import type { Entry, EntryType } from '../tree/tree.ts';
import { printable } from './text-layout.ts';

/** One line of `tree --format jsonl` (design, section 5). */
export interface TreeLine {
  readonly path: string;
  readonly type: EntryType;
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly nlink: number;
  readonly target?: string;
  readonly sha256?: string;
  readonly layer?: number;
}

export function entryToJson({ path, type, mode, uid, gid, size, nlink, target, sha256, layer }: Entry): TreeLine {
  return {
    path,
    type,
    mode: mode.toString(8).padStart(4, '0'),
    uid,
    gid,
    size,
    nlink,
    ...(target === undefined ? {} : { target }),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(layer === undefined ? {} : { layer }),
  };
}

const letters: Readonly<Record<EntryType, string>> = { file: '-', dir: 'd', symlink: 'l', char: 'c', block: 'b', fifo: 'p' };

/** `-rwxr-xr-x    0:0      1234 L2 /usr/bin/x -> target`, with the digest first where it was computed. */
export function renderEntry(entry: Entry): string {
  const { path, type, mode, uid, gid, size, target, sha256, layer } = entry;
  const owner = `${uid}:${gid}`.padStart(9);
  const from = layer === undefined ? '' : ` L${layer}`.padStart(4);
  const digest = sha256 === undefined ? '' : `${sha256} `;
  return `${digest}${letters[type]}${permissions(mode)} ${owner} ${String(size).padStart(10)}${from} ${printable(path)}${target === undefined ? '' : ` -> ${printable(target)}`}`;
}

function permissions(mode: number): string {
  const triple = (shift: number, special: number, letter: string): string => {
    const bits = mode >> shift;
    const execute = (bits & 1) !== 0;
    const last = (mode & special) === 0 ? (execute ? 'x' : '-') : execute ? letter : letter.toUpperCase();
    return `${(bits & 4) === 0 ? '-' : 'r'}${(bits & 2) === 0 ? '-' : 'w'}${last}`;
  };
  return triple(6, 0o4000, 's') + triple(3, 0o2000, 's') + triple(0, 0o1000, 't');
}
