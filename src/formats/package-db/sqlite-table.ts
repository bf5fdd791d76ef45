import { FormatError } from '../format-error.ts';
import { openSqlite } from './sqlite-pages.ts';
import type { SqlitePages } from './sqlite-pages.ts';

export type SqliteValue = number | bigint | string | Uint8Array | null;

/** One row: its rowid and its columns as stored (an INTEGER PRIMARY KEY is stored as null and lies in the rowid). */
export interface SqliteRow {
  readonly rowid: number;
  readonly columns: readonly SqliteValue[];
}

/** All that is decoded of one database's rows together: a page may be used once, but a hostile cell can claim any length. */
const MAX_ROW_BYTES = 512 * 1024 * 1024;
/** SQLite's own upper limit. */
const MAX_COLUMNS = 32_767;

/**
 * All rows of a table in rowid order, read-only, by walking its b-tree; without indexes, views or `WITHOUT ROWID` tables.
 * @throws FormatError `sqlite-bad-header`, `sqlite-no-table`, `sqlite-bad-page`, `sqlite-bad-cell`.
 */
export function readSqliteTable(bytes: Uint8Array, table: string, wal?: Uint8Array): SqliteRow[] {
  const pages = openSqlite(bytes, wal);
  const schema = walkTable(pages, 1).find(({ columns }) => columns[0] === 'table' && columns[1] === table);
  const root = schema?.columns[3];
  if (typeof root !== 'number') throw new FormatError('sqlite-no-table', 0, `SQLite: no table ${table}`);
  return walkTable(pages, root);
}

const INTERIOR = 0x05;
const LEAF = 0x0d;

function walkTable(pages: SqlitePages, root: number): SqliteRow[] {
  const rows: SqliteRow[] = [];
  const seen = new Set<number>();
  const budget = { left: MAX_ROW_BYTES };
  const pending = [root];
  for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
    if (seen.has(number)) throw new FormatError('sqlite-bad-page', 0, `SQLite: page ${number} is in its own tree twice`);
    seen.add(number);
    if (pending.length > pages.count) throw new FormatError('sqlite-bad-page', 0, 'SQLite: a tree of more pages than the file has');
    const page = pages.page(number);
    // The first page starts with the file header; cell offsets still count from the page's start.
    const start = number === 1 ? 100 : 0;
    const kind = page.getUint8(start);
    if (kind === LEAF) for (const cell of cells(page, start + 8, start)) rows.push(readRow(pages, page, cell, budget));
    else if (kind === INTERIOR) pending.push(...children(page, start).reverse());
    else throw new FormatError('sqlite-bad-page', 0, `SQLite: page ${number} is of kind ${kind}, no table page`);
  }
  return rows;
}

function cells(page: DataView, pointers: number, start: number): number[] {
  const count = page.getUint16(start + 3);
  if (pointers + count * 2 > page.byteLength) throw new FormatError('sqlite-bad-page', 0, 'SQLite: more cells than fit into a page');
  return Array.from({ length: count }, (_, index) => page.getUint16(pointers + index * 2));
}

function children(page: DataView, start: number): number[] {
  const left = cells(page, start + 12, start).map((cell) => {
    if (cell + 4 > page.byteLength) throw new FormatError('sqlite-bad-cell', cell, 'SQLite: a cell outside its page');
    return page.getUint32(cell);
  });
  return [...left, page.getUint32(start + 8)];
}

function readRow(pages: SqlitePages, page: DataView, cell: number, budget: { left: number }): SqliteRow {
  const length = varint(page, cell);
  const rowid = varint(page, length.end);
  const payload = readPayload(pages, page, rowid.end, length.value, budget);
  return { rowid: rowid.value, columns: readRecord(payload) };
}

/** The part of a payload in its cell and, when it is longer, the chain of overflow pages (fileformat2.html, 1.6). */
function readPayload(pages: SqlitePages, page: DataView, at: number, length: number, budget: { left: number }): Uint8Array {
  budget.left -= length;
  if (budget.left < 0) throw new FormatError('sqlite-bad-cell', at, 'SQLite: rows of more than 512 MB together');
  const { usable } = pages;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((length - least) % (usable - 4));
  const local = length <= usable - 35 ? length : fitting <= usable - 35 ? fitting : least;
  if (at + local + (local < length ? 4 : 0) > page.byteLength)
    throw new FormatError('sqlite-bad-cell', at, 'SQLite: a cell outside its page');
  if (local === length) return slice(page, at, local);
  if (length > pages.count * usable) throw new FormatError('sqlite-bad-cell', at, 'SQLite: a cell longer than the file');
  const payload = new Uint8Array(length);
  payload.set(slice(page, at, local));
  let next = page.getUint32(at + local);
  for (let filled = local; filled < length; filled += usable - 4) {
    const overflow = pages.page(next);
    payload.set(slice(overflow, 4, Math.min(usable - 4, length - filled)), filled);
    next = overflow.getUint32(0);
  }
  return payload;
}

/** A record: its header of serial types, then the values (fileformat2.html, 2.1). */
function readRecord(payload: Uint8Array): SqliteValue[] {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const header = varint(view, 0);
  if (header.value > payload.length) throw new FormatError('sqlite-bad-cell', 0, 'SQLite: a record header longer than the record');
  const values: SqliteValue[] = [];
  let body = header.value;
  for (let at = header.end; at < header.value;) {
    const type = varint(view, at);
    at = type.end;
    if (values.length >= MAX_COLUMNS) throw new FormatError('sqlite-bad-cell', 0, `SQLite: more than ${MAX_COLUMNS} columns`);
    const length = valueLength(type.value);
    if (body + length > payload.length) throw new FormatError('sqlite-bad-cell', body, 'SQLite: a value outside its record');
    values.push(readValue(view, type.value, body, length));
    body += length;
  }
  return values;
}

function valueLength(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type] ?? 0;
}

function readValue(view: DataView, type: number, at: number, length: number): SqliteValue {
  if (type >= 12) return type % 2 === 0 ? slice(view, at, length) : Buffer.from(slice(view, at, length)).toString('utf8');
  if (type === 0 || type > 9) return null;
  if (type === 8 || type === 9) return type - 8;
  if (type === 7) return view.getFloat64(at);
  if (type === 6) return view.getBigInt64(at);
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength).readIntBE(at, length);
}

/** Big-endian base 128, at most nine bytes of which the last has eight bits. Beyond 2^53 no length or rowid of a real file goes. */
function varint(view: DataView, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let index = 0; index < 9; index += 1) {
    if (start + index >= view.byteLength) throw new FormatError('sqlite-bad-cell', start, 'SQLite: a number outside its page');
    const byte = view.getUint8(start + index);
    value = index === 8 ? value * 256 + byte : value * 128 + (byte & 0x7f);
    if (index === 8 || byte < 0x80) return { value, end: start + index + 1 };
  }
  throw new FormatError('sqlite-bad-cell', start, 'SQLite: a number of more than nine bytes');
}

function slice(view: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, length);
}
