import { FormatError } from '../format-error.ts';
import { decodeFileName } from './file-name.ts';
import type { TarEntry, TarEntryType } from './tar-entry.ts';
import { BLOCK } from './tar-header.ts';
import type { TarHeader } from './tar-header.ts';
import { decodePax, paxValues } from './tar-pax.ts';
import type { PaxRecord, PaxValues } from './tar-pax.ts';
import { checkSparse, oldSparseSize, paxSparse, readOldSparse, sparseMapReader } from './tar-sparse.ts';

/** What the reader does next: gather `need` bytes and come back, after passing on the entry where there is one. */
export interface NextStep {
  readonly need: number;
  readonly entry: TarEntry | null;
}

export interface EntryBuilder {
  expectsHeader(): boolean;
  /** Nothing is pending: the archive may end here. */
  atRest(): boolean;
  start(header: TarHeader, block: Buffer, offset: number): NextStep;
  continue(block: Buffer, offset: number): NextStep;
}

/** Joins headers with the extension headers in front of them: GNU long names, PAX records, sparse maps. */
export function createEntryBuilder(): EntryBuilder {
  const global = new Map<string, string>();
  let local: PaxRecord[] | null = null;
  let longName: string | null = null;
  let longLink: string | null = null;
  /** What gets the next bytes; null when a header comes next. */
  let pending: ((block: Buffer, offset: number) => NextStep) | null = null;

  function start(header: TarHeader, block: Buffer, offset: number): NextStep {
    if (header.flag === 'M') throw new FormatError('tar-multi-volume', offset, 'a continued file of a multi-volume archive');
    // GNU's volume label is no file.
    if (header.flag === 'V' && header.size === 0) return NEXT_HEADER;
    const extension = extensionOf(header.flag);
    if (extension !== null) return startExtension(extension, header, offset);
    const pax = paxValues(local === null ? [...global] : [...global, ...local], offset);
    const named = { header, pax, name: longName ?? pax.path ?? header.name, linkName: longLink ?? pax.linkPath ?? header.linkName, offset };
    local = longName = longLink = null;
    return header.flag === 'S' ? startOldSparse(named, block) : startFile(named);
  }

  function startExtension(extension: Extension, header: TarHeader, offset: number): NextStep {
    if (header.size > LONGEST_EXTENSION) {
      throw new FormatError('tar-extension-too-long', offset, `an extension header of ${header.size} bytes`);
    }
    const body = (block: Buffer, at: number): NextStep => {
      pending = null;
      takeExtension(extension, block.subarray(0, header.size), at);
      return NEXT_HEADER;
    };
    if (header.size === 0) return body(Buffer.alloc(0), offset);
    pending = body;
    return { need: Math.ceil(header.size / BLOCK) * BLOCK, entry: null };
  }

  function takeExtension(extension: Extension, body: Buffer, offset: number): void {
    if (extension === 'long-name') longName = untilNul(body);
    else if (extension === 'long-link') longLink = untilNul(body);
    else if (extension === 'local') local = decodePax(body, offset);
    else for (const [key, value] of decodePax(body, offset)) if (GLOBAL_KEYS.has(key)) global.set(key, value);
  }

  function startOldSparse(named: Named, block: Buffer): NextStep {
    const parts: number[] = [];
    const size = oldSparseSize(block, named.offset);
    const finish = (dataOffset: number): NextStep => {
      pending = null;
      const stored = named.pax.size ?? named.header.size;
      const map = checkSparse({ size, parts }, stored, named.offset);
      return { need: BLOCK, entry: entryOf(named, 'file', { size, stored, dataOffset, parts: map.parts }) };
    };
    if (!readOldSparse(block, 'header', named.offset, parts)) return finish(named.offset + BLOCK);
    pending = (extension, at) => (readOldSparse(extension, 'extension', at, parts) ? MORE : finish(at + BLOCK));
    return MORE;
  }

  function startFile(named: Named): NextStep {
    const type = typeOf(named.header.flag, named.name);
    const dataOffset = named.offset + BLOCK;
    // Links, devices and directories have no bytes, whatever their size field says (Go's archive/tar); only GNU's dump directory has.
    if (type !== 'file')
      return {
        need: BLOCK,
        entry: entryOf(named, type, { size: 0, stored: named.header.flag === 'D' ? named.header.size : 0, dataOffset }),
      };
    const stored = named.pax.size ?? named.header.size;
    const sparse = paxSparse(named.pax, named.offset);
    if (sparse === null) return { need: BLOCK, entry: entryOf(named, type, { size: stored, stored, dataOffset }) };
    const sparseNamed = { ...named, name: named.pax.sparse.get('name') ?? named.name };
    if (!('inData' in sparse)) {
      const { parts, size } = checkSparse(sparse, stored, named.offset);
      return { need: BLOCK, entry: entryOf(sparseNamed, type, { size, stored, dataOffset, parts }) };
    }
    return startSparseInData(sparseNamed, sparse.size, stored);
  }

  function startSparseInData(named: Named, size: number, stored: number): NextStep {
    const map = sparseMapReader();
    pending = (block, at) => {
      const parts = map.push(block, at);
      const dataOffset = at + BLOCK;
      const left = stored - (dataOffset - named.offset - BLOCK);
      if (left < 0) throw new FormatError('tar-bad-sparse', at, 'the map of a sparse file is longer than the file');
      if (parts === null) return MORE;
      pending = null;
      checkSparse({ size, parts }, left, named.offset);
      return { need: BLOCK, entry: entryOf(named, 'file', { size, stored: left, dataOffset, parts }) };
    };
    return MORE;
  }

  return {
    expectsHeader: () => pending === null,
    atRest: () => pending === null && local === null && longName === null && longLink === null,
    start,
    continue: (block, offset) => (pending === null ? NEXT_HEADER : pending(block, offset)),
  };
}

interface Named {
  readonly header: TarHeader;
  readonly pax: PaxValues;
  readonly name: string;
  readonly linkName: string;
  readonly offset: number;
}

type Extension = 'long-name' | 'long-link' | 'local' | 'global';

const NEXT_HEADER: NextStep = { need: BLOCK, entry: null };
const MORE: NextStep = { need: BLOCK, entry: null };
/** Go's archive/tar has the same limit. */
const LONGEST_EXTENSION = 1 << 20;
/** Sparse maps and attributes make no sense for a whole archive. */
const GLOBAL_KEYS: ReadonlySet<string> = new Set(['path', 'linkpath', 'size', 'uid', 'gid']);

function extensionOf(flag: string): Extension | null {
  if (flag === 'L') return 'long-name';
  if (flag === 'K') return 'long-link';
  // `X` is what Solaris wrote before POSIX settled on `x`.
  if (flag === 'x' || flag === 'X') return 'local';
  return flag === 'g' ? 'global' : null;
}

/** Unknown types are regular files (POSIX); a seventh-edition file whose name ends in `/` is a directory. */
function typeOf(flag: string, name: string): TarEntryType {
  if (flag === '\0' && name.endsWith('/')) return 'dir';
  return TYPES.get(flag) ?? 'file';
}

const TYPES: ReadonlyMap<string, TarEntryType> = new Map([
  ['1', 'link'],
  ['2', 'symlink'],
  ['3', 'char'],
  ['4', 'block'],
  ['5', 'dir'],
  ['D', 'dir'],
  ['6', 'fifo'],
]);

function entryOf(named: Named, type: TarEntryType, data: Pick<TarEntry, 'size' | 'stored' | 'dataOffset' | 'parts'>): TarEntry {
  const { header, pax, name, linkName, offset } = named;
  const link = type === 'symlink' || type === 'link' ? linkName : '';
  const { uid = header.uid, gid = header.gid, capabilities } = pax;
  return { name, type, mode: header.mode, uid, gid, linkName: link, offset, capabilities, ...data };
}

function untilNul(body: Buffer): string {
  const end = body.indexOf(0);
  return decodeFileName(end === -1 ? body : body.subarray(0, end));
}
