import type { Measured } from './measure.ts';
import type { Spread, Trend } from './over-time.ts';
import type { Danger, NameHeadroom } from './rank.ts';

const words: Readonly<Record<Danger, string>> = {
  'fails-everywhere': 'truncated, and TCP does not answer: no client gets it whole',
  'needs-edns': 'truncated, and TCP does not answer: only clients with EDNS (Go, c-ares) get it whole',
  truncated: 'truncated: musl up to 1.2.3 gets a part or nothing',
  'bad-aaaa': 'AAAA fails beside A: musl since 1.2.1 fails',
  'next-without-tcp': 'nearly full, and TCP does not answer: the next record is an outage',
  near: 'nearly full',
  fine: 'fine',
  unknown: 'nothing to judge',
};

/** A table, most dangerous first, and what each row means. */
export function prettyHeadroom(list: readonly NameHeadroom[]): string {
  const rows = list.map(({ name, server, questions, tcp, danger, bytesLeft, recordsLeft }) => [
    name,
    server,
    questionText(questions[0]),
    questionText(questions[1]),
    bytesLeft === undefined ? '–' : String(bytesLeft),
    recordsLeft === undefined ? '–' : String(recordsLeft),
    tcp,
    words[danger],
  ]);
  const table = [['name', 'server', 'A', 'AAAA', 'bytes left', 'records left', 'TCP', ''], ...rows];
  const widths = table.reduce<number[]>((most, row) => row.map((cell, index) => Math.max(most[index] ?? 0, cell.length)), []);
  return `${table
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}

/** `40 records, 676 B, TC with records`, `no-data, 29 B`, `nxdomain`. */
function questionText({ behaviour, records, size, truncated }: Measured): string {
  const count = records === undefined ? 'unknown' : String(records);
  const what = behaviour === 'addresses' ? `${count} ${records === 1 ? 'record' : 'records'}` : behaviour;
  const bytes = size === undefined ? '' : `, ${size} B`;
  const cut = { none: ', TC empty', records: ', TC with records', cnames: ', TC with aliases' };
  return `${what}${bytes}${truncated === undefined ? '' : cut[truncated]}`;
}

/** Repeated measurements, one line a question whose answer varies or differs between servers. */
export function prettySpread(list: readonly Spread[]): string {
  return list
    .filter(
      ({ recordSets, smallest, largest, differingServers }) => recordSets.length > 1 || smallest !== largest || differingServers.length > 0,
    )
    .map(({ name, type, smallest, median, largest, recordSets, sometimesTruncated, differingServers, measurements }) => {
      const sizes = `${smallest} to ${largest} B, median ${median}, in ${measurements} measurements`;
      const cut = sometimesTruncated ? '; truncated in some of them only' : '';
      const servers = differingServers.length === 0 ? '' : `; servers differ: ${differingServers.join(' ')}`;
      return `${type} ${name}: ${sizes}, ${recordSets.length} sets of records${cut}${servers}\n`;
    })
    .join('');
}

export function prettyTrends(list: readonly Trend[]): string {
  return list
    .map(({ name, server, type, bytesPerDay, daysLeft }) => {
      return `${type} ${name} at ${server} grows by ${bytesPerDay.toFixed(1)} B a day: truncated in ${daysLeft.toFixed(0)} days\n`;
    })
    .join('');
}
