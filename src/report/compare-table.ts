import type { ComparedBase } from '../bases/compare/compared-base.ts';
import { oneNode } from '../bases/paid-size/fleet.ts';
import { paidSize } from '../bases/paid-size/paid-size.ts';
import type { PaidSize } from '../bases/paid-size/paid-size.ts';
import type { PulledImage } from '../bases/paid-size/pulled-image.ts';
import type { BaseSize } from '../bases/sizes.ts';
import { bytesWords } from './paid-size-words.ts';
import { printable } from './text-layout.ts';

/** One column a base, one row a fact. */
export function sideBySide(bases: readonly ComparedBase[], paid: readonly PaidSize[], columns: number): string[] {
  const first = Math.max(...rows.map(([name]) => name.length)) + 2;
  const width = Math.max(18, Math.floor((Math.max(columns, 60) - first) / bases.length) - 2);
  const line = (head: string, cells: readonly string[]): readonly string[] => {
    const parts = cells.map((cell) => chunks(printable(cell), width));
    const height = Math.max(...parts.map((each) => each.length));
    return Array.from({ length: height }, (_, row) =>
      `${(row === 0 ? head : '').padEnd(first)}${parts.map((each) => (each[row] ?? '').padEnd(width + 2)).join('')}`.trimEnd(),
    );
  };
  return [
    ...line(
      '',
      bases.map(({ name }) => name),
    ),
    ...rows.flatMap(([name, cell]) =>
      line(
        name,
        bases.map((base, index) => cell(base, paid[index] ?? paidSize(base.pulled, oneNode))),
      ),
    ),
  ];
}

const rows: readonly (readonly [string, (base: ComparedBase, paid: PaidSize) => string])[] = [
  ['facts from', ({ kind, source }) => (kind === 'tree' ? 'its files' : source)],
  ['distribution', ({ distribution, release }) => [distribution, release].filter((part) => part !== null).join(' ') || 'none'],
  [
    'libc',
    ({ libc }) => (libc === null ? 'none' : `${libc.family} ${libc.version ?? '?'}${libc.package === null ? '' : ` (${libc.package})`}`),
  ],
  ['wheels up to', ({ libc }) => libc?.wheelTag ?? '-'],
  ['support', ({ support }) => (support === null ? 'not known' : (support.ends ?? support.state))],
  ['pull', (_, { total, certainty }) => (total === null ? 'not known' : `${certainty === 'likely' ? 'about ' : ''}${bytesWords(total)}`)],
  [
    'on disk',
    ({ sizes, contentBytes }) =>
      diskWords(sizes.find(({ onDiskMegabytes }) => onDiskMegabytes !== null)?.onDiskMegabytes ?? null, contentBytes),
  ],
  ['sizes from', ({ pulled, sizes, contentBytes }) => sizeSource(pulled, sizes, contentBytes)],
  ['packages', ({ packages }) => (packages === null ? 'not known' : `${Object.keys(packages).length}`)],
  ['package manager', ({ packageManagers }) => list(packageManagers)],
  ['shells', ({ shells }) => list(shells)],
  ['user', ({ user }) => user ?? 'not known'],
  ['CA certificates', ({ caCertificates }) => caCertificates ?? 'not known'],
  ['time zones', ({ timeZones }) => timeZones ?? 'not known'],
  ['locales', ({ locales }) => (typeof locales === 'string' ? locales : list(locales))],
  ['architectures', ({ architectures }) => list(architectures)],
  ['setuid and the like', ({ privileged }) => (privileged === null ? 'not known' : `${privileged.length}`)],
  ['missing', ({ missing }) => (missing.length === 0 ? 'nothing' : missing.join(', '))],
];

/** A cell of several lines, broken at blanks where it can be. */
function chunks(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width && lines.length < 4) {
    const blank = rest.lastIndexOf(' ', width);
    const cut = blank > width / 3 ? blank : width;
    lines.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return [...lines, rest.length > width ? `${rest.slice(0, width - 1)}…` : rest];
}

/** A size is never shown without its source and day. */
function sizeSource(pulled: PulledImage, sizes: readonly BaseSize[], contentBytes: number | null): string {
  const disk = sizes.find(({ onDiskMegabytes }) => onDiskMegabytes !== null);
  const recorded = disk === undefined ? undefined : `${disk.source}, ${disk.date}`;
  const parts = [
    pulled.layers === null || pulled.layers.length === 0 ? undefined : pulled.source,
    contentBytes === null ? recorded : 'its files',
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? '-' : [...new Set(parts)].join('; ');
}

function list(names: readonly string[] | null): string {
  return names === null ? 'not known' : names.length === 0 ? 'none' : names.join(', ');
}

function diskWords(recorded: number | null, measured: number | null): string {
  if (measured !== null) return megabytes(measured);
  return recorded === null ? '-' : `${recorded} MB`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(2)} MB`;
}
