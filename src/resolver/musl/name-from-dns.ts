import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { LookupRequest } from '../client.ts';
import type { Exchange } from './exchange.ts';
import { exchange } from './exchange.ts';
import type { Harvest } from './parse-reply.ts';
import { parseReply } from './parse-reply.ts';
import type { MuslQuery } from './query.ts';
import { buildQuery } from './query.ts';
import type { MuslConfiguration } from './resolv-conf.ts';
import type { MuslRun } from './run.ts';

/** `absent`: the name does not exist, which lets a search go on. */
export type DnsResult =
  | { readonly kind: 'found'; readonly addresses: readonly string[]; readonly canonicalName: ByteText }
  | { readonly kind: 'absent'; readonly canonicalName: ByteText }
  | { readonly kind: 'failed'; readonly result: string };

/** A and AAAA of one name (`name_from_dns`); `canonicalName` stays as given unless a CNAME replaces it. */
export async function nameFromDns(
  run: MuslRun,
  name: ByteText,
  canonicalName: ByteText,
  family: LookupRequest['family'],
  conf: MuslConfiguration,
): Promise<DnsResult> {
  const queries = buildQueries(run, name, family);
  if (queries === undefined) {
    run.note({ what: 'query-not-built', name });
    return run.switches.unbuildable === 'absent' ? { kind: 'absent', canonicalName } : { kind: 'failed', result: 'EAI_NONAME' };
  }
  const replies = await exchange(run, queries, conf);
  if (typeof replies === 'string') return { kind: 'failed', result: replies };
  return run.switches.strictPair ? classifyStrictly(run, queries, replies, canonicalName) : classify(run, queries, replies, canonicalName);
}

function buildQueries(run: MuslRun, name: ByteText, family: LookupRequest['family']): MuslQuery[] | undefined {
  const queries: MuslQuery[] = [];
  for (const [type, typeNumber, other] of [
    ['A', 1, 'inet6'],
    ['AAAA', 28, 'inet'],
  ] as const) {
    if (family === other) continue;
    const bytes = buildQuery(run, name, typeNumber, run.nextId());
    if (bytes === undefined && run.switches.unbuildable !== 'unsent') return undefined;
    const [first] = queries;
    if (run.switches.distinctIds && bytes && first?.bytes && first.bytes[0] === bytes[0]) bytes[0] = ((bytes[0] ?? 0) + 1) & 0xff;
    queries.push({ type, typeNumber, name, bytes });
  }
  return queries;
}

/** Since 1.2.1: one bad half fails the pair. */
function classifyStrictly(run: MuslRun, queries: readonly MuslQuery[], replies: Exchange, canonicalName: ByteText): DnsResult {
  for (const [index, query] of queries.entries()) {
    const rcode = rcodeOf(run, replies, index);
    if (rcode === undefined || rcode !== 0)
      run.note({ what: 'half-failed', type: query.type, name: query.name, ...(rcode !== undefined && { rcode }) });
    if (rcode === undefined || rcode === 2) return { kind: 'failed', result: 'EAI_AGAIN' };
    if (rcode === 3) return { kind: 'absent', canonicalName };
    if (rcode !== 0) return { kind: 'failed', result: 'EAI_FAIL' };
  }
  const harvest = harvestReplies(run, queries, replies, canonicalName);
  return harvest.addresses.length > 0 ? { kind: 'found', ...harvest } : { kind: 'failed', result: run.switches.emptyResult };
}

/** Up to 1.2.0: any address is success, else the first query's reply (A, unless only AAAA was asked) decides. */
function classify(run: MuslRun, queries: readonly MuslQuery[], replies: Exchange, canonicalName: ByteText): DnsResult {
  const harvest = harvestReplies(run, queries, replies, canonicalName);
  if (harvest.addresses.length > 0) return { kind: 'found', ...harvest };
  const rcode = rcodeOf(run, replies, 0);
  if (rcode === undefined || rcode === 2) return { kind: 'failed', result: 'EAI_AGAIN' };
  if (rcode === 3 && run.switches.searchDomains) return { kind: 'absent', canonicalName: harvest.canonicalName };
  if (rcode === 3) return { kind: 'failed', result: 'EAI_NONAME' };
  return { kind: 'failed', result: rcode === 0 ? run.switches.emptyResult : 'EAI_FAIL' };
}

/** Undefined when the query was not answered. */
function rcodeOf(run: MuslRun, replies: Exchange, index: number): number | undefined {
  if ((replies.lengths[index] ?? 0) < 4) return undefined;
  return (replies.memory[index * run.switches.replyBuffer + 3] ?? 0) & 15;
}

function harvestReplies(run: MuslRun, queries: readonly MuslQuery[], replies: Exchange, canonicalName: ByteText): Harvest {
  const { switches } = run;
  const harvest: Harvest = { addresses: [], canonicalName };
  const order = queries.map((query, index) => ({ query, index }));
  if (switches.ipv6First) order.reverse();
  for (const { query, index } of order) {
    const length = Math.min(replies.lengths[index] ?? 0, switches.replyBuffer);
    const reply = { memory: replies.memory, base: index * switches.replyBuffer, length };
    const stopped = parseReply(switches, reply, query.typeNumber, harvest);
    // A reply without answers also ends in the question: nothing was lost.
    const answers = (reply.memory[reply.base + 6] ?? 0) * 256 + (reply.memory[reply.base + 7] ?? 0);
    if (stopped !== undefined && stopped !== 'rcode' && length >= 12 && answers > 0)
      run.note({ what: 'parse-stopped', type: query.type, name: query.name, detail: stopped });
  }
  return harvest;
}
