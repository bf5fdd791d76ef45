import type { Lookup, Outcome } from '../outcome.ts';

/** The recorded outcome of one client: `conformance/dns/README.md`, "Expected outcome". Only what is compared. */
export interface RecordedLookup {
  readonly result: string;
  readonly class: string;
  readonly ipv4?: number;
  readonly ipv6?: number;
  readonly first?: readonly string[];
  readonly addressesComplete?: boolean;
  readonly firstIsSample?: true;
  readonly canonicalName?: string;
  readonly canonicalNamePrefix?: string;
  readonly elapsedSeconds?: number;
  readonly elapsedIsSample?: true;
  readonly runningAfterSeconds?: number;
}

export interface RecordedOutcome extends RecordedLookup {
  readonly lookups?: readonly RecordedLookup[];
  readonly packets?: Readonly<Record<string, number>>;
  readonly packetsLowerBound?: true;
}

export const aspects = ['class', 'result', 'addresses', 'set', 'order', 'canonicalName', 'elapsed', 'packets'] as const;
export type Aspect = (typeof aspects)[number];

/** Per aspect: did it agree; an aspect that the recording does not speak of is absent. The rules are the kit's, section "Comparing". */
export function compareWithRecorded(client: string, outcome: Outcome, recorded: RecordedOutcome): Partial<Record<Aspect, boolean>> {
  const verdict: Partial<Record<Aspect, boolean>> = compareLookup(client, outcome, recorded);
  for (const [index, expected] of (recorded.lookups ?? []).entries()) {
    const lookup = outcome.lookups?.[index];
    const one = lookup ? compareLookup(client, lookup, expected) : { class: false };
    for (const aspect of aspects) {
      const agrees = one[aspect];
      if (agrees !== undefined) verdict[aspect] = agrees && verdict[aspect] !== false;
    }
  }
  if (recorded.packets) verdict.packets = packetsAgree(outcome, recorded.packets, recorded.packetsLowerBound === true);
  return verdict;
}

function compareLookup(client: string, lookup: Lookup, recorded: RecordedLookup): Partial<Record<Aspect, boolean>> {
  if (recorded.class === 'hang') {
    const longer = lookup.elapsedMs / 1000 >= (recorded.runningAfterSeconds ?? Infinity);
    return { class: lookup.class === 'hang' || longer, ...(isLibc(client) && { result: lookup.result === 'hang' || longer }) };
  }
  const libc = isLibc(client);
  const sets = recorded.class === 'ok' && recorded.addressesComplete === true && recorded.firstIsSample === undefined;
  const name = lookup.canonicalName;
  return {
    class: lookup.class === recorded.class,
    ...(libc && { result: lookup.result === recorded.result }),
    ...(recorded.class === 'ok' && recorded.ipv4 !== undefined && { addresses: countsAgree(lookup, recorded) }),
    ...(sets && { set: lookup.addresses.toSorted().join() === (recorded.first ?? []).toSorted().join() }),
    ...(libc &&
      recorded.first &&
      recorded.firstIsSample === undefined &&
      recorded.class === 'ok' && {
        order: lookup.addresses.slice(0, recorded.first.length).join() === recorded.first.join(),
      }),
    ...(libc && recorded.canonicalName !== undefined && { canonicalName: name === recorded.canonicalName }),
    ...(libc && recorded.canonicalNamePrefix !== undefined && { canonicalName: name?.startsWith(recorded.canonicalNamePrefix) === true }),
    ...(recorded.elapsedSeconds !== undefined && { elapsed: elapsedAgrees(lookup.elapsedMs / 1000, recorded) }),
  };
}

function isLibc(client: string): boolean {
  return /^(musl|alpine|glibc)-/.test(client);
}

function countsAgree(lookup: Lookup, recorded: RecordedLookup): boolean {
  const ipv6 = lookup.addresses.filter((address) => address.includes(':')).length;
  return lookup.addresses.length - ipv6 === recorded.ipv4 && ipv6 === recorded.ipv6;
}

function elapsedAgrees(seconds: number, recorded: RecordedLookup): boolean {
  const expected = recorded.elapsedSeconds ?? 0;
  if (recorded.elapsedIsSample) return Math.abs(seconds - expected) <= Math.max(1.1, expected * 0.5);
  return expected === 0 ? seconds < 0.9 : Math.abs(seconds - expected) <= Math.max(0.3, expected * 0.08);
}

/** The kit's key for a packet: `udp 127.0.0.1 A www.ex.test`. */
export function packetCounts(outcome: Outcome): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { transport, server, type, name } of outcome.packets) {
    const key = `${transport} ${server} ${type}${name === undefined ? '' : ` ${name}`}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function packetsAgree(outcome: Outcome, recorded: Readonly<Record<string, number>>, lowerBound: boolean): boolean {
  const counts = packetCounts(outcome);
  const expected = Object.entries(recorded);
  if (lowerBound) return expected.every(([key, count]) => (counts.get(key) ?? 0) >= count);
  return counts.size === expected.length && expected.every(([key, count]) => counts.get(key) === count);
}
