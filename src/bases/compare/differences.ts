import { oneNode } from '../paid-size/fleet.ts';
import { paidSize } from '../paid-size/paid-size.ts';
import type { ComparedBase } from './compared-base.ts';
import { compareFiles } from './file-changes.ts';
import type { FileChanges, SameContent } from './file-changes.ts';
import { knownSonames } from './known-sonames.ts';
import { namedIn } from './named-changes.ts';
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
  readonly paths: NamedChanges | null;
  readonly settings: NamedChanges | null;
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
  const sonames = knownSonames(from, to);
  // A merged /usr moves no program: /bin is a link to /usr/bin there.
  const programs = namedIn(from.programs, to.programs, (path) => path.replace(/^\/usr(?=\/s?bin\/)/, ''));
  const privileged = namedIn(asRecord(from.privileged), asRecord(to.privileged));
  const { files, unread } = compareFiles(from.files, to.files, sameContent, movedIn(packages));
  const paths = namedIn(from.paths, to.paths);
  const settings = namedIn(from.settings, to.settings);
  const facts = factChanges(from, to);
  const loader = recordChanges(from, to, 'capabilities');
  const resolver = recordChanges(from, to, 'resolver');
  // One base named twice is the same, whatever is known of it.
  const notCompared = from === to ? [] : [...missingParts(from, to), ...unreadWords(unread)];
  const empty = [packages, users, sonames, programs, privileged, paths, settings, files].every(
    (changes) => changes === null || isEmpty(changes),
  );
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
    paths,
    settings,
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
  const rows: FactChange[] = plainFacts.map((what) => ({ what, from: factOf(from, what), to: factOf(to, what) }));
  rows.push(
    { what: 'libc', from: libcName(from), to: libcName(to) },
    { what: 'libcPackage', from: from.libc?.package ?? null, to: to.libc?.package ?? null },
    { what: 'wheelTag', from: from.libc?.wheelTag ?? null, to: to.libc?.wheelTag ?? null },
    { what: 'loaders', from: from.libc?.loaders ?? null, to: to.libc?.loaders ?? null },
    { what: 'supportEnds', from: from.support?.ends ?? null, to: to.support?.ends ?? null },
    { what: 'compressedBytes', from: compressed(from), to: compressed(to) },
  );
  const mixed = from.words !== to.words;
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
  ]);
  return rows.filter(({ what, from: a, to: b }) => {
    if (a === null || b === null) return what === 'libc' && a !== b;
    // A tree is of one architecture; what is published for others says nothing about it.
    if (what === 'architectures' && (from.kind === 'tree') !== (to.kind === 'tree')) return false;
    if (mixed && worded.has(what)) return isThere(a) !== null && isThere(b) !== null && isThere(a) !== isThere(b);
    return JSON.stringify(a) !== JSON.stringify(b);
  });
}

/** The catalogue adds remarks to users, in parentheses. */
function factOf(base: ComparedBase, what: (typeof plainFacts)[number]): unknown {
  return what === 'user' ? (base.user?.replace(/ \(.*\)$/, '') ?? null) : base[what];
}

/** Whether a worded fact says that there is something at all, null where the words do not tell. */
export function isThere(fact: unknown): boolean | null {
  if (Array.isArray(fact)) return fact.length > 0;
  if (typeof fact !== 'string') return null;
  if (/^(?:none|no)\b/.test(fact)) return false;
  return /^(?:unknown|not\b|root\b|\d|nonroot\b)/.test(fact) ? null : true;
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

function movedIn(packages: NamedChanges | null): ReadonlySet<string> {
  return new Set([...(packages?.gone ?? []), ...(packages?.added ?? []), ...(packages?.changed ?? []).map(({ name }) => name)]);
}

function unreadWords(paths: readonly string[]): readonly string[] {
  const [first] = paths;
  if (first === undefined) return [];
  return [`the content of ${paths.length === 1 ? first : `${paths.length} files (${first} …)`}: it cannot be read`];
}

function isEmpty(changes: Pick<NamedChanges | FileChanges, 'gone' | 'added' | 'changed'>): boolean {
  return changes.gone.length === 0 && changes.added.length === 0 && changes.changed.length === 0;
}

function missingParts(from: ComparedBase, to: ComparedBase): readonly string[] {
  const partial = [from, to].filter(({ sonamesPartial }) => sonamesPartial);
  const without = [from, to].filter(({ files }) => files === null);
  return [
    ...without.map(({ name, kind }) =>
      kind === 'catalogue'
        ? `${name}: nothing but its name is known here; name an image or archive to compare packages and files`
        : `${name}: a profile knows programs and libraries, not every file`,
    ),
    ...partial.map(({ name }) => `${name}: of its libraries only the usual ones are known`),
  ];
}
