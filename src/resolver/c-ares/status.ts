/** `ares_status_t` without its prefix, as far as a lookup can end with it. */
export type Status =
  | 'SUCCESS'
  | 'ENODATA'
  | 'EFORMERR'
  | 'ESERVFAIL'
  | 'ENOTFOUND'
  | 'ENOTIMP'
  | 'EREFUSED'
  | 'EBADNAME'
  | 'EBADRESP'
  | 'ECONNREFUSED'
  | 'ETIMEOUT';

const byRcode: Readonly<Record<number, Status>> = { 1: 'EFORMERR', 2: 'ESERVFAIL', 3: 'ENOTFOUND', 4: 'ENOTIMP', 5: 'EREFUSED' };

/** `ares_dns_query_reply_tostatus`: a reply without answers is ENODATA, an rcode above REFUSED is no failure. */
export function replyStatus(rcode: number, answerCount: number): Status {
  if (rcode === 0) return answerCount > 0 ? 'SUCCESS' : 'ENODATA';
  return byRcode[rcode] ?? 'SUCCESS';
}
