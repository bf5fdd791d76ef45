import { readDnsName } from '../../formats/wire/dns-name.ts';
import { FormatError } from '../../formats/format-error.ts';
import { longestName, readRecordData } from './record-data.ts';

/** A reply that `ares_dns_parse` accepted whole. */
export interface StrictMessage {
  readonly id: number;
  readonly truncated: boolean;
  /** With the eight bits of an OPT record; a number c-ares does not know counts as SERVFAIL. */
  readonly rcode: number;
  readonly hasOpt: boolean;
  /** Data of the cookie option. */
  readonly cookie: Uint8Array | undefined;
  readonly question: { readonly key: string; readonly type: number; readonly class: number };
  readonly answers: readonly { readonly type: number; readonly class: number; readonly address: string | undefined }[];
}

const opcodes: ReadonlySet<number> = new Set([0, 1, 2, 4, 5]);
const classes: ReadonlySet<number> = new Set([1, 3, 4, 254]);
const anyClass = 255;
const types = { cname: 5, sig: 24, opt: 41 } as const;
/** Types whose data is looked into; the class of others is not either. */
const knownTypes: ReadonlySet<number> = new Set([1, 2, 5, 6, 12, 13, 15, 16, 24, 28, 33, 35, 41, 52, 64, 65, 255, 256, 257]);
const rcodes: ReadonlySet<number> = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16, 17, 18, 19, 20, 21, 22, 23]);
const servfail = 2;

/** ares_dns_parse.c of 1.34: one question, and every record of every section must be sound; undefined when something is not. */
export function parseStrictMessage(bytes: Uint8Array): StrictMessage | undefined {
  try {
    return parse(bytes);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** Key of a name for comparison: case does not count, labels cannot run into each other. */
export function nameKey(labels: readonly string[]): string {
  return labels.map((label) => label.toLowerCase().replaceAll(/[\\.]/g, '\\$&')).join('.');
}

function parse(bytes: Uint8Array): StrictMessage | undefined {
  const u16 = (at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  const flags = u16(2);
  if (bytes.length < 12 || bytes.length > 0xffff || u16(4) !== 1 || !opcodes.has((flags >> 11) & 15)) return undefined;
  const asked = readDnsName(bytes, 12, longestName);
  let at = asked.end + 4;
  const question = { key: nameKey(asked.name), type: u16(asked.end), class: u16(asked.end + 2) };
  if (at > bytes.length || !(classes.has(question.class) || question.class === anyClass)) return undefined;
  const answers: StrictMessage['answers'][number][] = [];
  let rcode = flags & 15;
  let hasOpt = false;
  let cookie: Uint8Array | undefined;
  const answerCount = u16(6);
  const count = answerCount + u16(8) + u16(10);
  for (let index = 0; index < count; index += 1) {
    const start = readDnsName(bytes, at, longestName).end;
    const type = u16(start);
    const rrClass = u16(start + 2);
    const size = u16(start + 8);
    const data = start + 10;
    if (data + size > bytes.length) return undefined;
    const known = knownTypes.has(type);
    if (known && type !== types.opt && !classes.has(rrClass) && !(rrClass === anyClass && type === types.sig)) return undefined;
    const read = known ? readRecordData(bytes, type, data, size) : {};
    if (read === undefined) return undefined;
    if (type === types.opt) {
      hasOpt = true;
      cookie ??= read.cookie;
      rcode |= (u16(start + 4) >> 4) & 0xff0;
    }
    if (index < answerCount) answers.push({ type, class: rrClass, address: read.address });
    at = data + size;
  }
  const accepted = rcodes.has(rcode) ? rcode : servfail;
  return { id: u16(0), truncated: (flags & 0x200) !== 0, rcode: accepted, hasOpt, cookie, question, answers };
}
