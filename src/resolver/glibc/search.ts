import type { ByteText } from '../../formats/wire/byte-text.ts';
import { encodeDnsMessage } from '../../formats/wire/dns-encode.ts';
import type { DnsName } from '../../formats/wire/dns-name.ts';
import { formatDnsName } from '../../formats/wire/dns-name.ts';
import { queryId } from '../query-id.ts';
import { answerBuffer, resetSearchRcode, type AnswerBuffer } from './answer-buffer.ts';
import { namePton } from './name-text.ts';
import { answerCount, rcodeOf, rcodes, type Query } from './packet.ts';
import { note, resolverConfiguration, type GlibcProcess } from './process.ts';
import type { ResolvConf } from './resolv-conf.ts';
import { sendQueries } from './send.ts';

/** What to ask: one type, or A and AAAA side by side. */
export type QueryTypes = 1 | 28 | 'both';

/** Replies of a search that found something. Lengths may be 0, or 1 for a reply that never came. */
export interface Found {
  readonly replies: AnswerBuffer;
  readonly length: number;
  readonly replies2: AnswerBuffer;
  readonly length2: number;
}

interface Search {
  readonly process: GlibcProcess;
  readonly conf: ResolvConf;
  readonly types: QueryTypes;
  readonly replies: AnswerBuffer;
  replies2: AnswerBuffer;
}

/** `__res_context_search`: the name and the search list. Undefined with `herrno` and `errno` set when nothing was found. */
export async function searchName(process: GlibcProcess, name: ByteText, types: QueryTypes): Promise<Found | undefined> {
  const conf = resolverConfiguration(process);
  const replies = answerBuffer(types === 'both' ? 2048 : 1024);
  const search: Search = { process, conf, types, replies, replies2: answerBuffer(0) };
  process.errno = 'none';
  process.herrno = 'HOST_NOT_FOUND';
  const dots = name.split('.').length - 1;
  const trailingDot = name.endsWith('.');
  let savedHerrno: GlibcProcess['herrno'] | undefined;
  if (dots >= conf.ndots || trailingDot) {
    const found = await queryDomain(search, name, undefined);
    if (found !== undefined || trailingDot) return found;
    savedHerrno = process.herrno;
    search.replies2 = answerBuffer(0);
  }
  let rootOnList = false;
  let searched = false;
  let gotNoData = false;
  let gotServFail = false;
  for (const element of trailingDot ? [] : conf.search) {
    searched = true;
    const domain = process.switches.searchSkipsLeadingDot ? element.replace(/^\./, '') : element;
    if (domain === '' || domain === '.') rootOnList = true;
    note(process, { what: 'search-element', detail: element });
    const found = await queryDomain(search, name, domain);
    if (found !== undefined) return found;
    search.replies2 = answerBuffer(0);
    if (process.errno === 'ECONNREFUSED') {
      process.herrno = 'TRY_AGAIN';
      return undefined;
    }
    const herrno = currentHerrno(process);
    if (herrno === 'NO_DATA') gotNoData = true;
    else if (herrno === 'TRY_AGAIN' && replies.searchRcode === rcodes.servFail) gotServFail = true;
    else if (herrno !== 'HOST_NOT_FOUND') {
      note(process, { what: 'search-stopped', detail: herrno });
      break;
    }
  }
  if ((dots > 0 || !searched || !process.options.noTldQuery) && savedHerrno === undefined && !rootOnList) {
    const found = await queryDomain(search, name, undefined);
    if (found !== undefined) return found;
  }
  if (savedHerrno !== undefined) process.herrno = savedHerrno;
  else if (gotNoData) process.herrno = 'NO_DATA';
  else if (gotServFail) process.herrno = 'TRY_AGAIN';
  return undefined;
}

function currentHerrno(process: GlibcProcess): GlibcProcess['herrno'] {
  return process.herrno;
}

const maxDomainName = 1025;

/** `__res_context_querydomain`; `domain` undefined is the name as it is. */
async function queryDomain(search: Search, name: ByteText, domain: ByteText | undefined): Promise<Found | undefined> {
  const { process } = search;
  const tooLong =
    domain === undefined ? name.length === 0 || name.length >= maxDomainName : name.length + domain.length + 1 >= maxDomainName;
  if (tooLong) {
    process.herrno = 'NO_RECOVERY';
    return undefined;
  }
  return query(search, domain === undefined ? name : `${name}.${domain}`);
}

/** `__res_context_query`: asks and judges the response codes. */
async function query(search: Search, fullName: ByteText): Promise<Found | undefined> {
  const { process, replies } = search;
  const labels = namePton(fullName);
  resetSearchRcode(replies);
  if (labels === undefined) {
    note(process, { what: 'name-not-encodable', detail: fullName });
    process.herrno = 'NO_RECOVERY';
    process.errno = 'EMSGSIZE';
    return undefined;
  }
  const result = await sendPair(search, labels);
  if (result === undefined) {
    process.herrno = 'TRY_AGAIN';
    return undefined;
  }
  const { length, length2 } = result;
  let first = replies.storage;
  let second = search.replies2.storage;
  if (search.types !== 'both' || length2 < 12) second = first;
  else if (length < 12) first = second;
  if (hasAnswers(first) || hasAnswers(second)) {
    // Up to 2.19 `res_search` looked at the first reply only.
    if (length === 0 && !process.switches.badHalfKeepsOther) return undefined;
    return { replies, length, replies2: search.replies2, length2 };
  }
  const rcode = rcodeOf(first) === rcodes.noError ? rcodeOf(second) : rcodeOf(first);
  process.herrno = herrnoOf(rcode);
  note(process, { what: 'negative-reply', name: formatDnsName(labels), rcode });
  return undefined;
}

function hasAnswers(reply: Uint8Array): boolean {
  return rcodeOf(reply) === rcodes.noError && answerCount(reply) !== 0;
}

function herrnoOf(rcode: number): GlibcProcess['herrno'] {
  if (rcode === rcodes.nxDomain) return 'HOST_NOT_FOUND';
  if (rcode === rcodes.servFail) return 'TRY_AGAIN';
  return rcode === rcodes.noError ? 'NO_DATA' : 'NO_RECOVERY';
}

async function sendPair(search: Search, labels: DnsName): Promise<{ length: number; length2: number } | undefined> {
  const { process, conf, types, replies } = search;
  const first = makeQuery(process, labels, types === 28 ? 28 : 1, replies);
  const second = types === 'both' ? makeQuery(process, labels, 28, replies) : undefined;
  return sendQueries(process, {
    conf,
    first,
    second,
    replies,
    replies2: search.replies2,
    useTcp: false,
    gotSomewhere: false,
    streamErrno: 'none',
  });
}

function makeQuery(process: GlibcProcess, name: DnsName, type: 1 | 28, replies: AnswerBuffer): Query {
  const id = queryId();
  const { options, switches } = process;
  // Up to 2.25 a FORMERR to an EDNS query turned EDNS off, from the next query on.
  const edns = options.edns0 && !process.ednsRefused;
  const udpSize = switches.edns1200 ? 1200 : Math.max(512, replies.original / 2);
  const bytes = encodeDnsMessage({
    id,
    flags: { rd: true, ad: options.trustAd },
    questions: [{ name, type }],
    ...(edns && {
      additionals: [
        { name: [], data: { kind: 'opt', type: 41, edns: { udpSize, extendedRcode: 0, version: 0, dnssecOk: false, options: [] } } },
      ],
    }),
  });
  return { id, name, type, bytes };
}
