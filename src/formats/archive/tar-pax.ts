import { FormatError } from '../format-error.ts';
import { decodeFileName } from './file-name.ts';

export type PaxRecord = readonly [key: string, value: string];

/**
 * The records of a PAX extended header (`LENGTH KEY=VALUE\n`), in order, because GNU's sparse format 0.0 repeats its keys.
 * @throws FormatError `tar-bad-pax`
 */
export function decodePax(body: Buffer, offset: number): PaxRecord[] {
  const records: PaxRecord[] = [];
  for (let at = 0; at < body.length;) {
    // star pads the body with NUL bytes
    if (body[at] === 0) break;
    const space = body.indexOf(0x20, at);
    const digits = space === -1 || space - at > 10 ? '' : body.toString('latin1', at, space);
    const end = at + Number(digits);
    const equals = body.indexOf(0x3d, space + 1);
    if (!/^\d+$/.test(digits) || end > body.length || equals === -1 || equals >= end - 1 || body[end - 1] !== 0x0a) {
      throw new FormatError('tar-bad-pax', offset + at, 'a PAX record is malformed');
    }
    records.push([decodeFileName(body.subarray(space + 1, equals)), decodeFileName(body.subarray(equals + 1, end - 1))]);
    at = end;
  }
  return records;
}

/** What PAX records say of an entry. An empty value takes an earlier one back (POSIX), so `undefined` falls to the header. */
export interface PaxValues {
  readonly path?: string;
  readonly linkPath?: string;
  readonly size?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly capabilities: boolean;
  /** Everything that starts with `GNU.sparse.`, by the rest of the key. */
  readonly sparse: ReadonlyMap<string, string>;
  /** Format 0.0: offset and length pairs as they came. */
  readonly sparsePairs: readonly number[];
}

/** @throws FormatError `tar-bad-pax` */
export function paxValues(records: readonly PaxRecord[], offset: number): PaxValues {
  const values = new Map(records);
  const sparse = new Map<string, string>();
  const pairs: number[] = [];
  for (const [key, value] of records) {
    if (!key.startsWith('GNU.sparse.')) continue;
    sparse.set(key.slice(11), value);
    if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') pairs.push(decimal(value, offset));
  }
  const path = nameOf(values.get('path'), offset);
  const linkPath = nameOf(values.get('linkpath'), offset);
  const [size, uid, gid] = ['size', 'uid', 'gid'].map((key) => (values.get(key) ? decimal(values.get(key)!, offset) : undefined));
  return {
    ...(path !== undefined && { path }),
    ...(linkPath !== undefined && { linkPath }),
    ...(size !== undefined && { size }),
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    capabilities: (values.get('SCHILY.xattr.security.capability') ?? '') !== '',
    sparse,
    sparsePairs: pairs,
  };
}

/** @throws FormatError `tar-bad-pax` */
export function decimal(text: string, offset: number): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new FormatError('tar-bad-pax', offset, 'a PAX record holds no usable number');
  return value;
}

function nameOf(value: string | undefined, offset: number): string | undefined {
  if (value?.includes('\0')) throw new FormatError('tar-bad-pax', offset, 'a name in a PAX record holds a NUL byte');
  return value === '' ? undefined : value;
}
