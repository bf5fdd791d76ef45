import type { EncodeOptions, MessageToWrite, RecordToWrite } from './dns-encode.ts';
import { encodeDnsMessage } from './dns-encode.ts';
import { dnsTypes } from './dns-message.ts';

/**
 * What stays in the answer section of a truncated reply. Servers differ (`reference/dns-resolvers.md` section 3): `none` as unbound and
 * PowerDNS, `records` as BIND, CoreDNS and systemd-resolved, `cnames` as Knot with an alias chain.
 */
export type Truncation = 'none' | 'records' | 'cnames';

/**
 * The message if it fits into `limit` bytes, else a truncated one with the TC bit: answers as `keep` says, nothing in the other sections but
 * an OPT record. The limit is at least 512.
 */
export function fitDnsMessage(message: MessageToWrite, limit: number, keep: Truncation, options: EncodeOptions = {}): Uint8Array {
  const whole = encodeDnsMessage(message, options);
  if (whole.length <= limit) return whole;
  const additionals = (message.additionals ?? []).filter((record) => record.data.type === dnsTypes.OPT);
  const truncated = (answers: readonly RecordToWrite[]): Uint8Array =>
    encodeDnsMessage({ ...message, flags: { ...message.flags, tc: true }, answers, authorities: [], additionals }, options);
  const candidates =
    keep === 'none' ? [] : (message.answers ?? []).filter((record) => keep === 'records' || record.data.type === dnsTypes.CNAME);
  return truncated(
    candidates.slice(
      0,
      mostThatFit(candidates.length, (count) => truncated(candidates.slice(0, count)).length <= limit),
    ),
  );
}

/** The largest count from 0 to `most` that fits; sizes grow with the count. */
function mostThatFit(most: number, fits: (count: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
