import { constants, inflateRawSync } from 'node:zlib';
import { FormatError } from '../format-error.ts';
import type { ReadRange, ZipMember } from './zip-directory.ts';

const LOCAL_HEADER = 30;
/** The local extra field may be longer than the central one (Java adds a mark, aligners pad): room for that saves a second read. */
const SLACK = 1024;

/** Where the stored bytes of a member are, or null when its local header is not at hand. @throws FormatError `zip-bad-member` */
export function zipMemberData(read: ReadRange, member: ZipMember): { readonly offset: number; readonly length: number } | null {
  // Header and data together: whoever has to fetch them does it once.
  const bytes = read(member.offset, LOCAL_HEADER + member.extra + SLACK + member.compressed);
  if (bytes === null) return null;
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (header.length < LOCAL_HEADER || header.readUInt32LE(0) !== 0x04034b50) {
    throw new FormatError('zip-bad-member', member.offset, 'no local header where the central directory says');
  }
  return { offset: member.offset + LOCAL_HEADER + header.readUInt16LE(26) + header.readUInt16LE(28), length: member.compressed };
}

/**
 * The content of a member, at most `limit` bytes; null when it is not at hand.
 * @throws FormatError `zip-bad-member`, `zip-encrypted`, `zip-unsupported-method`, `zip-too-large`
 */
export function readZipMember(read: ReadRange, member: ZipMember, limit: number): Uint8Array | null {
  if (member.encrypted) throw new FormatError('zip-encrypted', member.offset, 'the member is encrypted');
  if (member.size > limit || member.compressed > limit) {
    throw new FormatError('zip-too-large', member.offset, `a member of ${Math.max(member.size, member.compressed)} bytes`);
  }
  if (member.method !== 0 && member.method !== 8) {
    throw new FormatError('zip-unsupported-method', member.offset, `compression method ${member.method} is not supported`);
  }
  const place = zipMemberData(read, member);
  const bytes = place && read(place.offset, place.length);
  if (bytes === null) return null;
  if (bytes.length < member.compressed) throw new FormatError('zip-bad-member', member.offset, 'the member ends beyond the file');
  return member.method === 0 ? bytes : inflate(bytes, member, limit);
}

/** The first bytes of a member; null when they are not at hand or cannot be decoded. */
export function zipMemberHead(read: ReadRange, member: ZipMember): Uint8Array | null {
  if (member.encrypted || (member.method !== 0 && member.method !== 8)) return null;
  const bytes = read(member.offset, Math.min(LOCAL_HEADER + member.extra + SLACK, LOCAL_HEADER + member.extra + member.compressed));
  if (bytes === null || bytes.length < LOCAL_HEADER) return null;
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = header.subarray(LOCAL_HEADER + header.readUInt16LE(26) + header.readUInt16LE(28)).subarray(0, member.compressed);
  if (member.method === 0) return data;
  try {
    return inflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 21 });
  } catch {
    return null;
  }
}

function inflate(bytes: Uint8Array, member: ZipMember, limit: number): Uint8Array {
  try {
    const content = inflateRawSync(bytes, { maxOutputLength: Math.max(1, Math.min(limit, member.size)) });
    if (content.length === member.size) return content;
  } catch (cause) {
    throw new FormatError('zip-bad-member', member.offset, 'the member cannot be decompressed', cause);
  }
  throw new FormatError('zip-bad-member', member.offset, 'the member has not the size that the central directory says');
}
