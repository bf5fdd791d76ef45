import { debianNames } from '../../bases/package-names/debian-names.ts';
import { packageRows, requiredPackages, reversePackages } from '../../bases/package-names/package-table.ts';
import type { PackageRow } from '../../bases/package-names/package-table.ts';
import type { Target } from '../target.ts';
import { debianCandidates, successors } from './name-rules.ts';
import type { PackageAnswer } from './package-names.ts';

/** The release in whose index names for the target are looked up: Ubuntu 22.04 is near Debian 12, later ones near 13 with its t64 names (package-mapping.md). */
function indexRelease({ family, release }: Target): string {
  if (family === 'debian') return release !== null && debianNames(release) === undefined && Number(release) < 12 ? '12' : (release ?? '13');
  return release !== null && release < '23' ? '12' : '13';
}

/** A row of the table; without one, a name by rule that the index has. */
export function alpineToDebian(apk: string, row: PackageRow | undefined, target: Target): PackageAnswer {
  const release = indexRelease(target);
  const note = row?.note === undefined ? '' : ` (${row.note})`;
  const written = row?.debian[release] ?? [];
  if (written.length > 0 && row !== undefined) return fromRow(row, written, target, note);
  const index = debianNames(release);
  const found = row === undefined ? debianCandidates(apk).find((name) => index?.has(name) === true) : undefined;
  if (found !== undefined) {
    if (inEveryImage(found, release)) return { kind: 'none', why: `${found} is in every ${target.words} image` };
    const why = `${found === apk ? 'the same name' : `${apk} is ${found}`} by rule, and ${where(target, release)}`;
    return { kind: 'names', names: [found], certainty: 'likely', why };
  }
  if (row?.action === 'no-equivalent' && row.note !== undefined) return { kind: 'unknown', why: row.note };
  return {
    kind: 'unknown',
    why: `${row === undefined ? 'no package like' : `${target.words} has no package like`} ${unknownText(apk, row, target, note)}`,
  };
}

function unknownText(apk: string, row: PackageRow | undefined, target: Target, note: string): string {
  const release = indexRelease(target);
  const index = debianNames(release);
  const other = release === '13' ? '12' : '13';
  const names = [
    ...(row?.debian[other] ?? []),
    ...(row === undefined ? debianCandidates(apk).filter((name) => debianNames(other)?.has(name) === true) : []),
  ];
  const next =
    index === undefined ? [] : [...new Set([...names, ...debianCandidates(apk)].flatMap((name) => successors(name, index)))].slice(0, 3);
  const there = next.length === 0 ? '' : `; there is ${next.join(', ')}`;
  return `${apk}${row === undefined ? ` is known for ${target.words}` : ''}${note}${there}`;
}

function fromRow({ apk, action }: PackageRow, names: readonly string[], target: Target, note: string): PackageAnswer {
  const release = indexRelease(target);
  const left = names.filter((each) => !inEveryImage(each, release));
  if (left.length === 0) return { kind: 'none', why: `${names.join(' ')} is in every ${target.words} image` };
  const certainty = action === 'install' && isIndexed(target) ? 'certain' : 'likely';
  const what = left.join(' ') === apk ? apk : `${apk} is ${left.join(' ')}`;
  return { kind: 'names', names: left, certainty, why: `${what}, ${where(target, release)}${note}` };
}

function where(target: Target, release: string): string {
  return isIndexed(target) ? `found in the index of Debian ${release}` : `by the names of Debian ${release}`;
}

/** Its own index was asked. */
function isIndexed({ family, release }: Target): boolean {
  return family === 'debian' && release !== null && debianNames(release) !== undefined;
}

function inEveryImage(name: string, release: string): boolean {
  return requiredPackages(release).has(name) || brought.has(name);
}

/** Dependencies of apt and dpkg, and so in every image that has them. */
const brought = new Set(['libgcc-s1', 'libstdc++6', 'zlib1g', 'ncurses-bin', 'dpkg', 'libbz2-1.0', 'liblzma5', 'libuuid1']);

/** Another release of the same naming: what its index lacks takes the name that differs only in numbers, and nothing else is assumed. */
export function debianToDebian(name: string, target: Target): PackageAnswer {
  const same: PackageAnswer = { kind: 'names', names: [name], certainty: 'likely', why: 'the same name' };
  const release = indexRelease(target);
  const index = debianNames(release);
  if (index === undefined || index.has(name)) return same;
  const renamed = successorInTable(name, release) ?? single(successors(name, index)) ?? throughAlpine(name, release);
  if (renamed !== undefined) {
    return { kind: 'names', names: renamed, certainty: 'likely', why: `${name} is ${renamed.join(' ')}, ${where(target, release)}` };
  }
  // Ubuntu has packages that Debian lacks, and its index is not at hand.
  if (!isIndexed(target)) return { ...same, why: `the same name; the index of ${target.words} was not asked` };
  const next = successors(name, index).slice(0, 3);
  return {
    kind: 'unknown',
    why: `${name} is not in the index of ${target.words}${next.length === 0 ? '' : `; there is ${next.join(', ')}`}`,
  };
}

/** `libssl3` and `libssl3t64` are one package under two names. */
function single(names: readonly string[]): readonly string[] | undefined {
  const left = names.filter((name) => !names.includes(`${name}t64`));
  return left.length === 1 ? left : undefined;
}

/** A name of older releases that the table knows by its role: `netcat`, `libgl1-mesa-glx`. */
function throughAlpine(name: string, release: string): readonly string[] | undefined {
  const apk = reversePackages.find(({ debian }) => debian === name)?.apk;
  const names = packageRows.find((row) => row.apk === apk)?.debian[release];
  return names === undefined || names.length === 0 ? undefined : names;
}

/** A row of the table that had this name in another release. */
function successorInTable(name: string, release: string): readonly string[] | undefined {
  const rows = packageRows.filter(({ debian }) => Object.values(debian).some((names) => names?.length === 1 && names[0] === name));
  return rows.map(({ debian }) => debian[release]).find((names) => names !== undefined && names.length > 0);
}
