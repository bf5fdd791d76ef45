import type { Measured, ServerHeadroom } from './measure.ts';

/** Worst first. */
export const dangers = ['fails-everywhere', 'needs-edns', 'truncated', 'bad-aaaa', 'next-without-tcp', 'near', 'fine', 'unknown'] as const;

/**
 * - `fails-everywhere`: truncated, and TCP does not answer: no client gets the whole answer
 * - `needs-edns`: the same, but whole for clients that announce a larger datagram (Go, c-ares); not for musl, nor for glibc as a rule
 * - `truncated`: musl up to 1.2.3 gets a part or nothing
 * - `bad-aaaa`: AAAA fails beside addresses for A: musl since 1.2.1 fails, others wait
 * - `next-without-tcp`: TCP does not answer, so that the first truncation is an outage, and there is little room
 * - `near`: below the threshold
 * - `unknown`: the server gave no address to judge by
 */
export type Danger = (typeof dangers)[number];

export interface NameHeadroom {
  readonly name: string;
  readonly server: string;
  readonly danger: Danger;
  readonly tcp: ServerHeadroom['tcp'];
  readonly questions: readonly [Measured, Measured];
  /** Smallest of the two answers. */
  readonly bytesLeft?: number;
  readonly recordsLeft?: number;
}

/** Answers of a name that does not exist or has no IPv6 address are as they should be. */
const soundAaaa: ReadonlySet<string> = new Set(['addresses', 'no-data']);

/** What a measurement means. */
export function judgeHeadroom(name: string, { server, tcp, questions }: ServerHeadroom, minBytes: number): NameHeadroom {
  const [a, aaaa] = questions;
  // The room of a truncated answer that nobody delivers whole is not known.
  const unknownSize = questions.find(({ truncated, size }) => truncated !== undefined && size === undefined);
  const tightest = questions.reduce((least, each) => ((each.bytesLeft ?? Infinity) < (least.bytesLeft ?? Infinity) ? each : least));
  const { bytesLeft, recordsLeft } = unknownSize ?? tightest;
  return {
    name,
    server,
    danger: dangerOf(),
    tcp,
    questions,
    ...(bytesLeft !== undefined && { bytesLeft }),
    ...(recordsLeft !== undefined && { recordsLeft }),
  };

  function dangerOf(): Danger {
    const truncated = a.truncated !== undefined || aaaa.truncated !== undefined || (bytesLeft ?? 0) < 0;
    const onlyEdns = questions.every(({ truncated: cut, wholeWithEdns }) => cut === undefined || wholeWithEdns === true);
    if (truncated && tcp !== 'answers') return onlyEdns ? 'needs-edns' : 'fails-everywhere';
    if (truncated) return 'truncated';
    if (a.behaviour === 'addresses' && !soundAaaa.has(aaaa.behaviour)) return 'bad-aaaa';
    if (bytesLeft === undefined || questions.every(({ behaviour }) => behaviour !== 'addresses')) return 'unknown';
    if (bytesLeft >= minBytes) return 'fine';
    return tcp === 'answers' ? 'near' : 'next-without-tcp';
  }
}

/** Most dangerous first, then the least room. */
export function sortByDanger(list: readonly NameHeadroom[]): readonly NameHeadroom[] {
  const room = ({ bytesLeft }: NameHeadroom): number => bytesLeft ?? Infinity;
  return list.toSorted(
    (left, right) =>
      dangers.indexOf(left.danger) - dangers.indexOf(right.danger) ||
      Math.min(room(left), Number.MAX_VALUE) - Math.min(room(right), Number.MAX_VALUE) ||
      (left.name < right.name ? -1 : 1),
  );
}

const truncations: ReadonlySet<Danger> = new Set(['fails-everywhere', 'needs-edns', 'truncated']);

/** 1 when an answer has less room than asked for or is truncated, 2 when nothing could be judged, else 0. */
export function headroomExit(list: readonly NameHeadroom[], minBytes: number): 0 | 1 | 2 {
  if (list.some(({ danger, bytesLeft }) => truncations.has(danger) || (bytesLeft ?? Infinity) < minBytes)) return 1;
  return list.every(({ danger }) => danger === 'unknown') ? 2 : 0;
}
