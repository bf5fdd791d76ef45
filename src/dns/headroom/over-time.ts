import type { Measured } from './measure.ts';
import type { NameHeadroom } from './rank.ts';

/** Answers to one question over several measurements. */
export interface Spread {
  readonly name: string;
  readonly type: 'A' | 'AAAA';
  readonly measurements: number;
  readonly smallest: number;
  readonly median: number;
  readonly largest: number;
  /** Sets of addresses that were seen, each once, in order of appearance. */
  readonly recordSets: readonly (readonly string[])[];
  /** Truncated in some measurements and not in others. */
  readonly sometimesTruncated: boolean;
  /** Servers that never showed a set another one showed; empty when all show the same. */
  readonly differingServers: readonly string[];
}

interface Sample {
  readonly server: string;
  readonly measured: Measured;
}

/** What repeated measurements of the same names come to, one entry a name and type that was answered. */
export function spreadOf(rounds: readonly (readonly NameHeadroom[])[]): readonly Spread[] {
  const samples = new Map<string, { name: string; type: 'A' | 'AAAA'; list: Sample[] }>();
  for (const { name, server, questions } of rounds.flat()) {
    for (const measured of questions) {
      const key = `${measured.type} ${name}`;
      const entry = samples.get(key) ?? { name, type: measured.type, list: [] };
      entry.list.push({ server, measured });
      samples.set(key, entry);
    }
  }
  return [...samples.values()].flatMap(({ name, type, list }) => {
    const sizes = list.flatMap(({ measured }) => (measured.size === undefined ? [] : [measured.size])).toSorted((a, b) => a - b);
    const [smallest] = sizes;
    if (smallest === undefined) return [];
    const cuts = new Set(list.map(({ measured }) => measured.truncated !== undefined));
    return [
      {
        name,
        type,
        measurements: list.length,
        smallest,
        median: sizes[Math.floor((sizes.length - 1) / 2)] ?? smallest,
        largest: sizes.at(-1) ?? smallest,
        recordSets: distinctSets(list),
        sometimesTruncated: cuts.size > 1,
        differingServers: differingServers(list),
      },
    ];
  });
}

function distinctSets(list: readonly Sample[]): readonly (readonly string[])[] {
  const sets = new Map<string, readonly string[]>();
  for (const { measured } of list) if (measured.addresses !== undefined) sets.set(measured.addresses.join(' '), measured.addresses);
  return [...sets.values()];
}

function differingServers(list: readonly Sample[]): readonly string[] {
  const byServer = new Map<string, Set<string>>();
  for (const { server, measured } of list) {
    if (measured.addresses === undefined) continue;
    const seen = byServer.get(server) ?? new Set();
    byServer.set(server, seen.add(measured.addresses.join(' ')));
  }
  const servers = [...byServer];
  const alone = servers.filter(([server, sets]) =>
    servers.some(([other, theirs]) => other !== server && [...sets].every((set) => !theirs.has(set))),
  );
  return alone.map(([server]) => server).toSorted();
}

/** One line of a history file. */
export interface HistoryEntry {
  /** ISO 8601. */
  readonly at: string;
  readonly name: string;
  readonly server: string;
  readonly type: 'A' | 'AAAA';
  readonly size: number;
}

export function historyEntries(list: readonly NameHeadroom[], at: string): readonly HistoryEntry[] {
  return list.flatMap(({ name, server, questions }) =>
    questions.flatMap(({ type, size }) => (size === undefined ? [] : [{ at, name, server, type, size }])),
  );
}

/** Lines that are no entries are passed over: a history outlives formats. */
export function readHistory(text: string): readonly HistoryEntry[] {
  return text.split('\n').flatMap((line) => {
    const entry = historyEntry(line);
    return entry === undefined ? [] : [entry];
  });
}

function historyEntry(line: string): HistoryEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (
    typeof value !== 'object' ||
    value === null ||
    !('at' in value && 'name' in value && 'server' in value && 'type' in value && 'size' in value)
  )
    return undefined;
  const { at, name, server, type, size } = value;
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at)) || typeof name !== 'string' || typeof server !== 'string') return undefined;
  if (typeof size !== 'number' || !Number.isFinite(size) || (type !== 'A' && type !== 'AAAA')) return undefined;
  return { at, name, server, type, size };
}

export interface Trend {
  readonly name: string;
  readonly server: string;
  readonly type: 'A' | 'AAAA';
  readonly bytesPerDay: number;
  /** Until the answer has 512 bytes, if it goes on like this. */
  readonly daysLeft: number;
}

const dayMs = 86_400_000;
const udpLimit = 512;

/** Answers that grow, by least squares over their history of at least three entries, soonest first; those already beyond are left out. */
export function trendsOf(entries: readonly HistoryEntry[]): readonly Trend[] {
  const series = new Map<string, HistoryEntry[]>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.name, entry.server, entry.type]);
    series.set(key, [...(series.get(key) ?? []), entry]);
  }
  const trends = [...series.values()].flatMap((list) => {
    const last = list.at(-1);
    const slope = slopePerDay(list);
    if (last === undefined || list.length < 3 || slope <= 0 || last.size > udpLimit) return [];
    const { name, server, type, size } = last;
    return [{ name, server, type, bytesPerDay: slope, daysLeft: (udpLimit - size) / slope }];
  });
  return trends.toSorted((left, right) => left.daysLeft - right.daysLeft);
}

function slopePerDay(list: readonly HistoryEntry[]): number {
  const points = list.map(({ at, size }) => ({ day: Date.parse(at) / dayMs, size }));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const day = mean(points.map((point) => point.day));
  const size = mean(points.map((point) => point.size));
  const spread = points.reduce((sum, point) => sum + (point.day - day) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, point) => sum + (point.day - day) * (point.size - size), 0) / spread;
}
