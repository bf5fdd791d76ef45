import type { ByteText } from '../../formats/wire/byte-text.ts';
import { parseIpv4, parseIpv6 } from '../../formats/wire/ip-address.ts';
import { cLines, cWords } from './c-text.ts';

export interface PrefixValue {
  /** Sixteen bytes. */
  readonly prefix: Uint8Array;
  readonly bits: number;
  readonly value: number;
}

/** Tables that order destinations, most specific prefix first; each ends with one that fits everything. */
export interface GaiConf {
  readonly labels: readonly PrefixValue[];
  readonly precedence: readonly PrefixValue[];
  /** Prefixes of mapped IPv4 addresses. */
  readonly scopesV4: readonly PrefixValue[];
}

/** /etc/gai.conf; a table that the file mentions replaces the built-in one as a whole. */
export function parseGaiConf(text: ByteText | undefined): GaiConf {
  const labels: PrefixValue[] = [];
  const precedence: PrefixValue[] = [];
  const scopesV4: PrefixValue[] = [];
  for (const line of cLines(text ?? '')) {
    const [keyword, range, number] = cWords(line.split('#', 1)[0] ?? '');
    if (range === undefined || number === undefined || !/^\d+$/.test(number) || Number(number) > 0x7fff_ffff) continue;
    const entry = readRange(range, keyword === 'scopev4');
    if (entry === undefined) continue;
    const row = { ...entry, value: Number(number) };
    if (keyword === 'label') labels.push(row);
    else if (keyword === 'precedence') precedence.push(row);
    else if (keyword === 'scopev4') scopesV4.push(row);
  }
  return {
    labels: completed(labels, 0, 1) ?? defaultLabels,
    precedence: completed(precedence, 0, 40) ?? defaultPrecedence,
    scopesV4: completed(scopesV4, 96, 14) ?? defaultScopesV4,
  };
}

function readRange(text: ByteText, scope: boolean): { prefix: Uint8Array; bits: number } | undefined {
  const [literal = '', bitsText] = text.split('/', 2);
  if (bitsText !== undefined && !/^\d+$/.test(bitsText)) return undefined;
  const quad = scope ? parseIpv4(literal) : undefined;
  if (quad !== undefined) {
    const bits = bitsText === undefined ? 32 : Number(bitsText);
    return bits <= 32 ? { prefix: mapped(quad), bits: bits + 96 } : undefined;
  }
  const prefix = parseIpv6(literal);
  const bits = bitsText === undefined ? 128 : Number(bitsText);
  if (prefix === undefined || bits > 128 || (scope && (bits < 96 || !isMapped(prefix)))) return undefined;
  return { prefix, bits };
}

function isMapped(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
}

export function mapped(quad: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16);
  bytes[10] = 0xff;
  bytes[11] = 0xff;
  bytes.set(quad, 12);
  return bytes;
}

/** The file's rows, most specific first, with the catch-all row appended where there is none. */
function completed(rows: readonly PrefixValue[], fewestBits: number, value: number): PrefixValue[] | undefined {
  if (rows.length === 0) return undefined;
  const catchAll = { prefix: new Uint8Array(16), bits: 0, value };
  const all = rows.some((row) => row.bits === fewestBits) ? [...rows] : [...rows, catchAll];
  return all.sort((left, right) => right.bits - left.bits);
}

function row(literal: string, bits: number, value: number): PrefixValue {
  return { prefix: parseIpv6(literal) ?? new Uint8Array(16), bits, value };
}

/** RFC 3484 section 2.1 with glibc's rows for site-local, unique-local and Teredo addresses. */
const defaultLabels: readonly PrefixValue[] = [
  row('::1', 128, 0),
  row('2002::', 16, 2),
  row('::', 96, 3),
  row('::ffff:0:0', 96, 4),
  row('fec0::', 10, 5),
  row('fc00::', 7, 6),
  row('2001::', 32, 7),
  row('::', 0, 1),
];

const defaultPrecedence: readonly PrefixValue[] = [
  row('::1', 128, 50),
  row('2002::', 16, 30),
  row('::', 96, 20),
  row('::ffff:0:0', 96, 10),
  row('::', 0, 40),
];

const defaultScopesV4: readonly PrefixValue[] = [row('::ffff:169.254.0.0', 112, 2), row('::ffff:127.0.0.0', 104, 2), row('::', 0, 14)];

/** Value of the first row that a sixteen-byte address falls under. */
export function matchPrefix(rows: readonly PrefixValue[], address: Uint8Array): number {
  return rows.find((entry) => fits(entry, address))?.value ?? 0;
}

function fits({ prefix, bits }: PrefixValue, address: Uint8Array): boolean {
  const whole = bits >> 3;
  for (let index = 0; index < whole; index += 1) if (prefix[index] !== address[index]) return false;
  const rest = bits & 7;
  if (rest === 0) return true;
  const mask = 0xff00 >> rest;
  return ((prefix[whole] ?? 0) & mask & 0xff) === ((address[whole] ?? 0) & mask & 0xff);
}
