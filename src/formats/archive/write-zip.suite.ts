// Zip archives in words, for tests.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipLiteral {
  readonly name: string;
  readonly content: Uint8Array | string;
  /** Deflated unless true. */
  readonly stored?: boolean;
  readonly method?: number;
  readonly encrypted?: boolean;
  /** The extra field of the local header, which the directory does not repeat. */
  readonly localExtra?: number;
  /** Sizes in the directory that are not the real ones. */
  readonly size?: number;
  readonly compressed?: number;
}

export function zipOf(
  members: readonly ZipLiteral[],
  { before = Buffer.alloc(0), comment = '', zip64 = false }: { before?: Buffer; comment?: string; zip64?: boolean } = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const content = Buffer.from(member.content);
    const data = member.stored === true ? content : deflateRawSync(content);
    const method = member.method ?? (member.stored === true ? 0 : 8);
    const flags = member.encrypted === true ? 1 : 0;
    const name = Buffer.from(member.name);
    const extra = Buffer.alloc(member.localExtra ?? 0);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(crc32(content), 14);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(extra.length, 28);
    const large = zip64 ? zip64Field([content.length, data.length, at]) : Buffer.alloc(0);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(crc32(content), 16);
    central.writeUInt32LE(zip64 ? NONE : (member.compressed ?? data.length), 20);
    central.writeUInt32LE(zip64 ? NONE : (member.size ?? content.length), 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(large.length, 30);
    central.writeUInt32LE(zip64 ? NONE : at, 42);
    parts.push(local, name, extra, data);
    directory.push(central, name, large);
    at += local.length + name.length + extra.length + data.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([
    before,
    ...parts,
    central,
    ...(zip64 ? zip64End(members.length, central.length, at) : []),
    directoryEnd(members.length, central.length, at, comment, zip64),
  ]);
}

const NONE = 0xffffffff;

function directoryEnd(count: number, length: number, offset: number, comment: string, zip64: boolean): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(zip64 ? NONE : length, 12);
  end.writeUInt32LE(zip64 ? NONE : offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([end, Buffer.from(comment)]);
}

function zip64Field(values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + values.length * 8);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(values.length * 8, 2);
  for (const [i, value] of values.entries()) field.writeBigUInt64LE(BigInt(value), 4 + i * 8);
  return field;
}

function zip64End(count: number, length: number, offset: number): Buffer[] {
  const end = Buffer.alloc(56);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(length), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + length), 8);
  locator.writeUInt32LE(1, 16);
  return [end, locator];
}
