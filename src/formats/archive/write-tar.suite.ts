// Archives in words, for tests: every field can be set, also to what no writer would write.
export interface TarLiteral {
  readonly name: string;
  /** The type flag; `5` when the name ends in a slash, `2` with a link name, else `0`. */
  readonly flag?: string;
  readonly content?: string | Uint8Array;
  readonly linkName?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** The size field, when it is not the length of the content. */
  readonly size?: number;
  readonly format?: 'ustar' | 'gnu' | 'v7';
  readonly prefix?: string;
  /** Records of an `x` header in front. */
  readonly pax?: Readonly<Record<string, string>> | readonly (readonly [string, string])[];
  /** Last changes to the header before its checksum is computed. */
  readonly patch?: (header: Buffer) => void;
}

/** The archive with its two end blocks. */
export function tarOf(...entries: readonly TarLiteral[]): Buffer {
  return Buffer.concat([...entries.map(tarEntry), Buffer.alloc(1024)]);
}

export function tarEntry(entry: TarLiteral): Buffer {
  const content = Buffer.from(entry.content ?? '');
  const pax = entry.pax === undefined ? [] : [paxHeader(entry.pax)];
  return Buffer.concat([...pax, header(entry, content.length), padded(content)]);
}

export function paxHeader(records: NonNullable<TarLiteral['pax']>, flag: string = 'x'): Buffer {
  const pairs: readonly (readonly [string, string])[] = isPairs(records) ? records : Object.entries(records);
  const body = Buffer.concat(pairs.map(([key, value]) => paxRecord(key, value)));
  return Buffer.concat([header({ name: 'pax', flag }, body.length), padded(body)]);
}

/** GNU's long name (`L`) or long link (`K`) in front of an entry. */
export function gnuLong(flag: 'L' | 'K', text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  return Buffer.concat([header({ name: '././@LongLink', flag, format: 'gnu' }, body.length), padded(body)]);
}

export function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 511)]);
}

export function octal(value: number, length: number): string {
  return `${value.toString(8).padStart(length - 1, '0')}\0`;
}

function header(entry: TarLiteral, length: number): Buffer {
  const block = Buffer.alloc(512);
  const flag = entry.flag ?? (entry.name.endsWith('/') ? '5' : entry.linkName === undefined ? '0' : '2');
  block.write(entry.name, 0, 100);
  block.write(octal(entry.mode ?? (flag === '5' ? 0o755 : 0o644), 8), 100);
  block.write(octal(entry.uid ?? 0, 8), 108);
  block.write(octal(entry.gid ?? 0, 8), 116);
  block.write(octal(entry.size ?? length, 12), 124);
  block.write(octal(1_700_000_000, 12), 136);
  block.write(flag, 156, 'latin1');
  block.write(entry.linkName ?? '', 157, 100);
  const magic = { ustar: 'ustar\x0000', gnu: 'ustar  \0', v7: '' }[entry.format ?? 'ustar'];
  block.write(magic, 257, 'latin1');
  block.write(entry.prefix ?? '', 345, 155);
  entry.patch?.(block);
  return checked(block);
}

/** Sets the checksum of a header block. */
export function checked(block: Buffer): Buffer {
  block.fill(0x20, 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length++;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

function isPairs(records: NonNullable<TarLiteral['pax']>): records is readonly (readonly [string, string])[] {
  return Array.isArray(records);
}
