import { readDnsName } from '../../formats/wire/dns-name.ts';
import { formatIp } from '../../formats/wire/ip-address.ts';

/** What matters of a record's data. */
export interface RecordData {
  readonly address?: string;
  readonly cookie?: Uint8Array;
}

/**
 * Parts of the data by type, in their order: `1`, `2`, `4` are so many bytes, `n` a name, `s` a string behind its length, `S` strings to
 * the end, `o` options to the end, `r` a rest that must not be empty.
 */
const layouts: ReadonlyMap<number, string> = new Map([
  [2, 'n'],
  [5, 'n'],
  [6, 'nn44444'],
  [12, 'n'],
  [13, 'ss'],
  [15, '2n'],
  [16, 'S'],
  [24, '2114442nr'],
  [33, '222n'],
  [35, '22sssn'],
  [41, 'o'],
  [52, '111r'],
  [64, '2no'],
  [65, '2no'],
  [256, '22r'],
  [257, '1sr'],
]);

const cookieOption = 10;

/** c-ares has no limit; this one keeps hostile messages cheap and leaves room for every name it can ask for. */
export const longestName = 1024;

/**
 * The `ares_dns_parse_rr_*` functions: undefined when the data does not hold what its type needs. Bytes behind that are passed over, so
 * an A record of five bytes is an address. Throws FormatError for a bad name.
 */
export function readRecordData(bytes: Uint8Array, type: number, start: number, size: number): RecordData | undefined {
  if (type === 1) return size < 4 ? undefined : { address: formatIp(bytes, start, 4) };
  if (type === 28) return size < 16 ? undefined : { address: formatIp(bytes, start, 16) };
  const layout = layouts.get(type);
  if (layout === undefined) return undefined;
  const end = start + size;
  let at = start;
  let cookie: Uint8Array | undefined;
  for (const part of layout) {
    if (part === 'n') {
      at = readDnsName(bytes, at, longestName).end;
    } else if (part === 's') {
      at += 1 + (bytes[at] ?? 0);
    } else if (part === 'S') {
      while (at < end) at += 1 + (bytes[at] ?? 0);
    } else if (part === 'r') {
      if (at >= end) return undefined;
      at = end;
    } else if (part === 'o') {
      while (at < end) {
        const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
        if (((bytes[at] ?? 0) << 8) + (bytes[at + 1] ?? 0) === cookieOption) cookie = bytes.subarray(at + 4, at + 4 + length);
        at += 4 + length;
      }
    } else {
      at += Number(part);
    }
    if (at > end) return undefined;
  }
  return cookie === undefined ? {} : { cookie };
}
