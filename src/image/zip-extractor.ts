import { readZipDirectory, type ReadRange, type ZipMember } from '../formats/archive/zip-directory.ts';
import { readZipMember, zipMemberData, zipMemberHead } from '../formats/archive/zip-member.ts';
import { isElf } from '../formats/binary/elf-header.ts';
import { FormatError } from '../formats/format-error.ts';
import type { ElfFacts } from '../tree/elf-facts.ts';
import type { ZipFacts } from '../tree/rootfs.ts';
import { elfFacts } from './elf-extractor.ts';
import type { Extracted, ResumableExtractor } from './extractor.ts';
import { rangedExtractor } from './ranged-extractor.ts';

/** Members of JARs, wheels and eggs, with what is native inside, also in archives that are members themselves. */
export const zipExtractor: ResumableExtractor<ZipFacts> = rangedExtractor({
  name: 'archive',
  wants: ({ path }, head) => ARCHIVE.test(path) && (isZip(head) || path.endsWith('.jar')),
  parse: (read, { size }) => zipFacts(read, size),
  budget: 64 * 1024 * 1024,
});

export function zipFacts(read: ReadRange, size: number): Extracted<ZipFacts> {
  const facts: MutableFacts = { members: [], elf: [], texts: [], left: MEMBER_BYTES, leftNames: MOST_MEMBERS };
  try {
    look(facts, read, size, '', 0);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    return { kind: 'unknown', why: cause.message };
  }
  const { members, elf, texts } = facts;
  return { kind: 'facts', facts: { members, elf, texts } };
}

const ARCHIVE = /\.(?:jar|war|ear|whl|egg|pyz|zip)$/;
const NESTED = /\.(?:jar|war|ear|whl)$/;
/** Shared objects by their names, and names without an extension, which may be programs. */
const NATIVE = /\.so(?:\.[\d.]+)?$|\.node$/;
const PLAIN_NAME = /(?:^|\/)[^./]+$/;
const TEXT = /(?:^|\/)META-INF\/(?:MANIFEST\.MF|maven\/[^/]+\/[^/]+\/pom\.properties)$|\.(?:dist|egg)-info\/(?:WHEEL|METADATA|PKG-INFO)$/i;

/** Stored bytes of members that are looked into, for each archive of the image. */
const MEMBER_BYTES = 40 * 1024 * 1024;
const MOST_MEMBERS = 200_000;
const LARGEST_MEMBER = 64 * 1024 * 1024;
const LARGEST_TEXT = 256 * 1024;
const DEEPEST = 3;

interface MutableFacts {
  readonly members: { name: string; size: number }[];
  readonly elf: { member: string; facts: ElfFacts | { readonly unknown: string } }[];
  readonly texts: { member: string; text: string }[];
  left: number;
  leftNames: number;
}

function look(facts: MutableFacts, read: ReadRange, size: number, prefix: string, depth: number): void {
  const members = readZipDirectory(read, size);
  if (members === null) return;
  facts.leftNames -= members.length;
  if (facts.leftNames < 0) throw new FormatError('zip-too-large', 0, `more than ${MOST_MEMBERS} members`);
  for (const member of members) {
    facts.members.push({ name: prefix + member.name, size: member.size });
    if (member.size > 0) lookInto(facts, read, member, prefix, depth);
  }
}

/** Any number of broken members leaves the others readable. */
function lookInto(facts: MutableFacts, read: ReadRange, member: ZipMember, prefix: string, depth: number): void {
  const name = prefix + member.name;
  try {
    if (NESTED.test(member.name)) lookNested(facts, read, member, name, depth);
    else if (NATIVE.test(member.name) || (PLAIN_NAME.test(member.name) && startsAsElf(read, member))) addElf(facts, read, member, name);
    else if (TEXT.test(member.name)) addText(facts, read, member, name);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    if (NATIVE.test(member.name) || NESTED.test(member.name)) facts.elf.push({ member: name, facts: { unknown: cause.message } });
  }
}

/** A stored archive is read in place, a compressed one as a whole. */
function lookNested(facts: MutableFacts, read: ReadRange, member: ZipMember, name: string, depth: number): void {
  if (depth === DEEPEST) throw new FormatError('zip-too-deep', member.offset, `archives within archives beyond a depth of ${DEEPEST}`);
  if (member.method === 0 && !member.encrypted) {
    const header = (offset: number, length: number): Uint8Array | null => read(offset, Math.min(length, 4096));
    const place = zipMemberData(header, member);
    if (place === null) return;
    const inside: ReadRange = (offset, length) => read(place.offset + offset, Math.max(0, Math.min(length, place.length - offset)));
    look(facts, inside, place.length, `${name}!`, depth + 1);
    return;
  }
  spend(facts, member);
  const bytes = readZipMember(read, member, LARGEST_MEMBER);
  if (bytes === null) return;
  look(facts, (offset, length) => bytes.subarray(offset, offset + length), bytes.length, `${name}!`, depth + 1);
}

function addElf(facts: MutableFacts, read: ReadRange, member: ZipMember, name: string): void {
  spend(facts, member);
  const bytes = readZipMember(read, member, LARGEST_MEMBER);
  if (bytes === null || !isElf(bytes)) return;
  const answer = elfFacts((offset, length) => bytes.subarray(offset, offset + length), bytes.length);
  if (answer.kind === 'facts') facts.elf.push({ member: name, facts: answer.facts });
  else if (answer.kind === 'unknown') facts.elf.push({ member: name, facts: { unknown: answer.why } });
}

function addText(facts: MutableFacts, read: ReadRange, member: ZipMember, name: string): void {
  if (member.size > LARGEST_TEXT) return;
  spend(facts, member);
  const bytes = readZipMember(read, member, LARGEST_TEXT);
  if (bytes !== null) facts.texts.push({ member: name, text: Buffer.from(bytes).toString('utf8') });
}

function startsAsElf(read: ReadRange, member: ZipMember): boolean {
  const head = zipMemberHead(read, member);
  return head !== null && isElf(head);
}

/** @throws FormatError `zip-over-budget` */
function spend(facts: MutableFacts, member: ZipMember): void {
  if (member.compressed > facts.left) {
    throw new FormatError(
      'zip-over-budget',
      member.offset,
      `its ${member.compressed} bytes are over the budget of ${MEMBER_BYTES} for one archive`,
    );
  }
  facts.left -= member.compressed;
}

function isZip(head: Uint8Array): boolean {
  return head.length >= 4 && head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);
}
