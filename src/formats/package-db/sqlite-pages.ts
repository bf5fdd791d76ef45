import { FormatError } from '../format-error.ts';
import { readWalPages } from './sqlite-wal.ts';

/** Pages of a SQLite database, 1 the first. */
export interface SqlitePages {
  /** Bytes of a page that hold content: the page size without what is reserved at its end. */
  readonly usable: number;
  readonly count: number;
  /** Throws `sqlite-bad-page` for a number outside the file. */
  readonly page: (number: number) => DataView;
}

const MAGIC = 'SQLite format 3\0';

/**
 * Opens a database file (sqlite.org/fileformat2.html, 1.3); `wal` is the write-ahead log beside it, whose committed pages replace the file's.
 * @throws FormatError `sqlite-bad-header`, `sqlite-bad-page`.
 */
export function openSqlite(bytes: Uint8Array, wal?: Uint8Array): SqlitePages {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 100 || Buffer.from(bytes.subarray(0, 16)).toString('latin1') !== MAGIC) {
    throw new FormatError('sqlite-bad-header', 0, 'no SQLite database');
  }
  const size = view.getUint16(16) === 1 ? 65_536 : view.getUint16(16);
  if (size < 512 || (size & (size - 1)) !== 0) throw new FormatError('sqlite-bad-header', 16, `SQLite: page size ${size}`);
  const usable = size - view.getUint8(20);
  if (usable < 480) throw new FormatError('sqlite-bad-header', 20, 'SQLite: too much of each page is reserved');
  const newer = wal === undefined ? new Map<number, Uint8Array>() : readWalPages(wal, size);
  const inFile = Math.floor(bytes.length / size);
  const count = Math.max(inFile, ...newer.keys());
  const page = (number: number): DataView => {
    const replaced = newer.get(number);
    if (replaced !== undefined) return new DataView(replaced.buffer, replaced.byteOffset, size);
    if (number < 1 || number > inFile) throw new FormatError('sqlite-bad-page', 0, `SQLite: page ${number} of ${inFile}`);
    return new DataView(bytes.buffer, bytes.byteOffset + (number - 1) * size, size);
  };
  return { usable, count, page };
}
