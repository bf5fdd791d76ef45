import { oneNode } from '../paid-size/fleet.ts';
import { paidSize } from '../paid-size/paid-size.ts';
import type { ComparedBase } from './compared-base.ts';
import { compareFiles } from './file-changes.ts';
import type { FileChanges, SameContent } from './file-changes.ts';
import { named } from './named-changes.ts';
import type { NamedChanges } from './named-changes.ts';

/** What going from one base to another changes. Facts only; the words are in `report`. */
export interface Difference {
  readonly from: string;
  readonly to: string;
  /** Nothing at all differs, and everything was compared. */
  readonly same: boolean;
  readonly facts: readonly FactChange[];
  /** Capabilities of the loader and behaviours of the resolver that differ. */
  readonly loader: readonly FactChange[];
  readonly resolver: readonly FactChange[];
  readonly packages: NamedChanges | null;
  readonly users: NamedChanges | null;
  readonly sonames: NamedChanges | null;
  readonly programs: NamedChanges | null;
  readonly privileged: NamedChanges | null;
  readonly files: FileChanges | null;
  /** What was not compared, and why. */
  readonly notCompared: readonly string[];
}

export interface FactChange {
  readonly what: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** `sameContent` is asked for files whose digests are not there. */
export function compareBases(from: ComparedBase, to: ComparedBase, sameContent: SameContent = () => null): Difference {
  const packages = namedIn(from.packages, to.packages);
  const users = namedIn(from.users, to.users);
  const sonames = namedIn(from.sonames, to.sonames, () => 'same');
  // A merged /usr moves no program: /bin is a link to /usr/bin there.
  const programs = namedIn(from.programs, to.programs, (path) => path.replace(/^\/usr(?=\/s?bin\/)/, ''));
  const privileged = namedIn(asRecord(from.privileged), asRecord(to.privileged));
  const { files, unread } = compareFiles(from.files, to.files, sameContent);
  const facts = factChanges(from, to);
  const loader = recordChanges(from, to, 'capabilities');
  const resolver = recordChanges(from, to, 'resolver');
  const notCompared = [...missingParts(from, to), ...unreadWords(unread)];
  const empty = [packages, users, sonames, programs, privileged, files].every((changes) => changes === null || isEmpty(changes));
  const same = empty && facts.length === 0 && loader.length === 0 && resolver.length === 0 && notCompared.length === 0;
  return {
    from: from.name,
    to: to.name,
    same,
    facts,
    loader,
    resolver,
    packages,
    users,
    sonames,
    programs,
    privileged,
    files,
    notCompared,
  };
}

const plainFacts = [
  'distribution',
  'release',
  'packageManagers',
  'shells',
  'user',
  'caCertificates',
  'timeZones',
  'locales',
  'architectures',
  'missing',
  'contentBytes',
] as const;

function factChanges(from: ComparedBase, to: ComparedBase): readonly FactChange[] {
  const rows: FactChange[] = plainFacts.map((what) => ({ what, from: from[what], to: to[what] }));
  rows.push(
    { what: 'libc', from: libcName(from), to: libcName(to) },
    { what: 'libcPackage', from: from.libc?.package ?? null, to: to.libc?.package ?? null },
    { what: 'wheelTag', from: from.libc?.wheelTag ?? null, to: to.libc?.wheelTag ?? null },
    { what: 'loaders', from: from.libc?.loaders ?? null, to: to.libc?.loaders ?? null },
    { what: 'supportEnds', from: from.support?.ends ?? null, to: to.support?.ends ?? null },
    { what: 'compressedBytes', from: compressed(from), to: compressed(to) },
  );
  const mixed = from.kind === 'catalogue' || to.kind === 'catalogue';
  // The catalogue's words and what a tree shows are not the same language.
  const worded = new Set([
    'caCertificates',
    'timeZones',
    'locales',
    'shells',
    'user',
    'missing',
    'packageManagers',
    'libcPackage',
    'release',
    'architectures',
  ]);
  return rows.filter(({ what, from: a, to: b }) => {
    if (a === null || b === null) return what === 'libc' && a !== b;
    return JSON.stringify(a) !== JSON.stringify(b) && !(mixed && from.kind !== to.kind && worded.has(what));
  });
}

function libcName({ libc }: ComparedBase): string | null {
  return libc === null ? 'none' : `${libc.family} ${libc.version ?? '?'}`;
}

function compressed({ pulled }: ComparedBase): number | null {
  return paidSize(pulled, oneNode).total;
}

/** Capabilities and switches have names of their own in each family; only what both have is compared. */
function recordChanges(from: ComparedBase, to: ComparedBase, part: 'capabilities' | 'resolver'): readonly FactChange[] {
  const a = from.libc?.[part];
  const b = to.libc?.[part];
  if (a == null || b == null) return [];
  return Object.keys(a)
    .filter((name) => Object.hasOwn(b, name) && JSON.stringify(a[name]) !== JSON.stringify(b[name]))
    .map((what) => ({ what, from: a[what], to: b[what] }));
}

function asRecord(list: readonly string[] | null): Readonly<Record<string, string>> | null {
  return list === null
    ? null
    : Object.fromEntries(
        list.map((each) => [(each.split(' ')[0] ?? each).replace(/^\/usr(?=\/)/, ''), each.split(' ').slice(1).join(' ')]),
      );
}

function namedIn(
  a: Readonly<Record<string, string>> | null,
  b: Readonly<Record<string, string>> | null,
  value?: (text: string) => string,
): NamedChanges | null {
  return a === null || b === null ? null : named(new Map(Object.entries(a)), new Map(Object.entries(b)), value);
}

function unreadWords(paths: readonly string[]): readonly string[] {
  const [first] = paths;
  if (first === undefined) return [];
  return [`the content of ${paths.length === 1 ? first : `${paths.length} files (${first} …)`}: it cannot be read`];
}

function isEmpty(changes: NamedChanges | FileChanges): boolean {
  return changes.gone.length === 0 && changes.added.length === 0 && changes.changed.length === 0;
}

function missingParts(from: ComparedBase, to: ComparedBase): readonly string[] {
  const without = [from, to].filter(({ files }) => files === null);
  return without.map(({ name, kind }) =>
    kind === 'catalogue'
      ? `${name}: nothing but its name is known here; name an image or archive to compare packages and files`
      : `${name}: a profile knows programs and libraries, not every file`,
  );
}
