import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { BasewiseError } from '../../errors.ts';
import { isElf } from '../../formats/binary/elf-header.ts';
import { readElf } from '../../formats/binary/elf.ts';
import { readScriptHead } from '../../formats/binary/script-head.ts';
import { FormatError } from '../../formats/format-error.ts';
import { createTree } from '../../tree/create-tree.ts';
import type { ElfFacts } from '../../tree/elf-facts.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import type { ScriptFacts } from '../../tree/script-facts.ts';
import type { Identity } from '../../tree/tree.ts';
import { lazyFolder } from './lazy-folder.ts';

/** A folder as a root, of which only what a question touches is read. Nothing in it is followed outside. Throws BasewiseError `not-a-folder`. */
export function onDemandRoot(folder: string): Rootfs {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new BasewiseError('not-a-folder', '--root is not a folder', { path: folder });
  const files = new Map<number, Buffer>();
  const tree = createTree(lazyFolder(Buffer.from(realpathSync(folder)), files), { layered: false });
  const pathOf = (identity: Identity): Buffer | undefined => files.get(Number(identity));
  return {
    tree,
    bytes: {
      read: (identity, offset, length) => withFile<Uint8Array | null>(pathOf(identity), null, (file) => range(file, offset, length)),
      fetch: () => Promise.resolve([]),
    },
    elf(identity) {
      const path = pathOf(identity);
      return path === undefined ? null : withFile<ReturnType<Rootfs['elf']>>(path, { unknown: 'it cannot be read' }, elfFacts);
    },
    script: (identity) => withFile<ScriptFacts | null>(pathOf(identity), null, (file) => readScriptHead(range(file, 0, 259))),
    archive: () => null,
    unread: [],
  };
}

interface OpenFile {
  readonly descriptor: number;
}

/** O_NOFOLLOW: what was a file when it was listed is not followed if it has become a link. */
function withFile<Value>(path: Buffer | undefined, otherwise: Value, use: (file: OpenFile) => Value): Value {
  if (path === undefined) return otherwise;
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return otherwise;
  }
  try {
    return use({ descriptor });
  } finally {
    closeSync(descriptor);
  }
}

function range(file: OpenFile, offset: number, length: number): Uint8Array {
  return fill(file, Buffer.allocUnsafe(length), offset);
}

function fill({ descriptor }: OpenFile, bytes: Buffer, offset: number): Uint8Array {
  let filled = 0;
  for (let count = 1; filled < bytes.length && count > 0; filled += count)
    count = readSync(descriptor, bytes, filled, bytes.length - filled, offset + filled);
  return bytes.subarray(0, filled);
}

/** Facts share no memory with what was read, so one block serves file after file; what does not fit into it is read on its own. */
const BLOCK = 8 * 1024 * 1024;
let block: Buffer | null = null;

function elfFacts(file: OpenFile): ElfFacts | { readonly unknown: string } | null {
  if (!isElf(range(file, 0, 4))) return null;
  block ??= Buffer.allocUnsafeSlow(BLOCK);
  const whole = block;
  let used = 0;
  try {
    return readElf((offset, length) => {
      if (length > whole.length - used) return range(file, offset, length);
      const part = fill(file, whole.subarray(used, used + length), offset);
      // Views of wider numbers want to begin at a multiple of eight.
      used = Math.ceil((used + length) / 8) * 8;
      return part;
    }, fstatSync(file.descriptor).size);
  } catch (error) {
    if (error instanceof FormatError) return { unknown: error.message };
    throw error;
  }
}
