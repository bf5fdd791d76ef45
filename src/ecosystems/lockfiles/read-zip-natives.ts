import { FormatError } from '../../formats/format-error.ts';
import { readZipDirectory, type ReadRange, type ZipMember } from '../../formats/archive/zip-directory.ts';
import { readZipMember, zipMemberHead } from '../../formats/archive/zip-member.ts';
import { isElf } from '../../formats/binary/elf-header.ts';
import { readElf } from '../../formats/binary/elf.ts';
import type { NativeContents, NativeMember } from './native-contents.ts';

const mostMembers = 200_000;
const largestMember = 384 * 1024 * 1024;

/**
 * The ELF files of a wheel or a JAR that is at hand as a whole. Nothing is written; members are inflated one at a time. What one member does not give says why and
 * leaves the others. Throws FormatError where the archive itself cannot be read.
 */
export function readZipNatives(read: ReadRange, size: number): NativeContents {
  const members = readZipDirectory(read, size);
  if (members === null) throw new FormatError('zip-no-directory', 0, 'the archive is not at hand');
  if (members.length > mostMembers) throw new FormatError('zip-too-large', 0, 'the archive has too many members');
  return { natives: members.flatMap((member) => readMember(read, member)) };
}

function readMember(read: ReadRange, member: ZipMember): readonly NativeMember[] {
  if (member.size < 52 || surelyText.test(member.name)) return [];
  const path = member.name;
  try {
    const head = zipMemberHead(read, member);
    if (head === null || !isElf(head)) return [];
    const bytes = readZipMember(read, member, largestMember);
    if (bytes === null) return [];
    const at = (offset: number, length: number): Uint8Array | null =>
      offset + length <= bytes.length ? bytes.subarray(offset, offset + length) : null;
    return [{ path, elf: readElf(at, bytes.length) }];
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return [{ path, why: error.message }];
  }
}

/** Members whose first bytes need not be looked at: thousands in a large wheel or JAR. */
const surelyText = /\.(?:py|pyi|pyc|txt|md|rst|h|hpp|c|cpp|pxd|pyx|json|js|html|css|class|java|xml|properties|csv|png|svg|ttf|npy|npz)$/i;
