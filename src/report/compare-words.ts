import { isThere } from '../bases/compare/differences.ts';
import type { Difference } from '../bases/compare/differences.ts';
import type { NamedChanges } from '../bases/compare/named-changes.ts';
import type { ComparedBase } from '../bases/compare/compared-base.ts';
import type { Step } from '../bases/compare/comparison.ts';
import { bytesWords } from './paid-size-words.ts';
import { vanished, vanishedWords } from './soname-words.ts';

/**
 * What a bump, or a move to another distribution, changes: one sentence for the reviewer of a pull request. What breaks software stands first, and what was looked
 * at and is the same is said too.
 */
export function bumpSentence({ from, to, difference, saving }: Step): string {
  const bump = from.distribution === to.distribution;
  const parts = [
    libcPart(from, to),
    difference.sonames === null || (!bump && from.libc?.family !== to.libc?.family)
      ? undefined
      : sonamePart(difference.sonames, from.sonamesPartial || to.sonamesPartial),
    bump ? undefined : toolsPart(from, to),
    bump ? packagePart(difference.packages) : undefined,
    bump && difference.programs !== null && difference.programs.gone.length > 0
      ? `${count(difference.programs.gone.length, 'program')} gone (${few(everydayFirst(difference.programs.gone))})`
      : undefined,
    userPart(difference),
    pathPart(difference),
    settingPart(difference),
    privilegedPart(difference),
    saving === null || saving.bytes === 0
      ? undefined
      : `${bytesWords(Math.abs(saving.bytes))} ${saving.bytes > 0 ? 'less' : 'more'} to pull`,
    supportPart(from, to),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'nothing that is known differs.' : `${parts.join('; ')}.`;
}

function libcPart({ libc: a }: ComparedBase, { libc: b }: ComparedBase): string | undefined {
  const words = (libc: ComparedBase['libc']): string =>
    libc === null ? 'no libc' : `${libc.family} ${libc.version ?? 'of unknown version'}`;
  if (a === null && b === null) return undefined;
  if (words(a) !== words(b)) {
    const floor = a !== null && b !== null && a.family === 'glibc' && b.family === 'glibc' && isOlder(a.version, b.version);
    return `${words(a)} becomes ${words(b)}${floor ? ` (what is built on it may then need ${b.version ?? '?'})` : ''}`;
  }
  const patched = a?.package !== null && b?.package !== null && a?.package !== b?.package;
  return `${words(a)} stays${patched ? ` (${a?.package ?? ''} becomes ${b?.package ?? ''})` : ''}`;
}

function sonamePart(sonames: NamedChanges, partial: boolean): string {
  const { gone } = sonames;
  if (gone.length === 0) return partial ? 'none of the usual libraries changes its soname' : 'no soname vanishes';
  return `${gone.length === 1 ? '1 soname vanishes' : `${gone.length} sonames vanish`}: ${few(vanished(sonames).map(vanishedWords), 4)}`;
}

function toolsPart(from: ComparedBase, to: ComparedBase): string | undefined {
  const words = (list: readonly string[] | null): string => (list === null || list.length === 0 ? 'none' : (list[0] ?? ''));
  const [a, b] = [words(from.packageManagers), words(to.packageManagers)];
  return a === b ? undefined : `package manager ${a} becomes ${b}`;
}

function packagePart(packages: NamedChanges | null): string | undefined {
  if (packages === null) return undefined;
  const { gone, added, changed } = packages;
  const parts = [
    changed.length > 0 ? `${count(changed.length, 'package')} in another version` : undefined,
    gone.length > 0 ? `${gone.length} gone` : undefined,
    added.length > 0 ? `${added.length} new` : undefined,
  ].filter((part) => part !== undefined);
  if (parts.length === 0) return 'packages stay';
  return changed.length > 0 ? parts.join(', ') : `packages: ${parts.join(', ')}`;
}

function userPart({ users, facts }: Difference): string | undefined {
  const user = facts.find(({ what }) => what === 'user');
  const parts = [
    user === undefined ? undefined : `default user ${String(user.from)} becomes ${String(user.to)}`,
    users === null ? undefined : namedPart('users', users),
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(', ') : users === null ? undefined : 'users stay';
}

function pathPart({ paths }: Difference): string | undefined {
  if (paths === null) return undefined;
  const parts = changesOf(paths);
  return parts.length === 0 ? 'default paths stay' : `default paths: ${few(parts)}`;
}

function settingPart({ settings }: Difference): string | undefined {
  if (settings === null) return undefined;
  const parts = changesOf(settings);
  return parts.length === 0 ? 'settings stay' : `settings: ${few(parts)}`;
}

function changesOf({ gone, added, changed }: NamedChanges): readonly string[] {
  return [
    ...changed.map(({ name, from, to }) => `${name} ${from} becomes ${to}`),
    ...gone.map((name) => `${name} gone`),
    ...added.map((name) => `${name} new`),
  ];
}

function privilegedPart({ privileged }: Difference): string | undefined {
  return privileged === null ? undefined : namedPart('setuid files', privileged);
}

function namedPart(what: string, { gone, added, changed }: NamedChanges): string | undefined {
  const parts = [
    gone.length > 0 ? `${few(gone)} gone` : undefined,
    added.length > 0 ? `${few(added)} new` : undefined,
    changed.length > 0 ? `${few(changed.map(({ name }) => name))} changed` : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : `${what}: ${parts.join(', ')}`;
}

function supportPart({ support: a }: ComparedBase, { support: b }: ComparedBase): string | undefined {
  if (a === null || b === null || (a.ends === b.ends && a.state === b.state)) return undefined;
  const words = ({ ends, state }: NonNullable<ComparedBase['support']>): string =>
    ends === null ? (state === 'supported' ? 'with no announced end' : state) : `until ${ends}`;
  return a.ends === null && b.ends === null ? undefined : `support ${words(b)} instead of ${words(a)}`;
}

/** What the differences mean for software that stands on the first. */
export function meanings({ from, to, difference }: Step): readonly string[] {
  const { libc: a } = from;
  const { libc: b } = to;
  const found: string[] = [];
  if (a !== null && b === null) found.push(`programs that are linked dynamically do not start: there is no ${a.family}`);
  if (a !== null && b !== null && a.family !== b.family) {
    found.push(`a program linked against ${a.family} does not start on ${b.family}: rebuild, or take builds for ${b.family}`);
    found.push(resolverMeaning(b.family));
  }
  if (a !== null && b !== null && a.family === b.family && isOlder(b.version, a.version)) {
    found.push(
      `programs built on ${a.family} ${a.version ?? '?'} may ask for symbols that ${b.version ?? '?'} does not have (wheels up to ${b.wheelTag ?? '?'})`,
    );
  }
  if (difference.sonames !== null && difference.sonames.gone.length > 0 && a?.family === b?.family) {
    found.push('a program that needs a vanished soname does not start: rebuild it, or install the library');
  }
  const altered = difference.files?.sameVersion ?? [];
  if (altered.length > 0)
    found.push(`content differs though the package has the same version (another build, or changed by hand): ${few(altered)}`);
  if (lost(from.shells, to.shells)) found.push('no shell: RUN, shell-form CMD and scripts do not run');
  if (lost(from.packageManagers, to.packageManagers)) found.push('no package manager: nothing can be installed in it, only copied into it');
  if (lost(from.caCertificates, to.caCertificates)) found.push('no CA certificates: TLS to anywhere fails until they are installed');
  if (lost(from.timeZones, to.timeZones)) found.push('no time zones: TZ names other than UTC are not known');
  if (to.support?.state === 'out-of-support') found.push(`support of ${to.name} ended on ${to.support.ends ?? '?'}`);
  return found;
}

function lost(from: unknown, to: unknown): boolean {
  return isThere(to) === false && isThere(from) === true;
}

function resolverMeaning(family: string): string {
  return family === 'musl'
    ? 'musl asks all name servers at once and takes the first answer, and reads no nsswitch.conf'
    : 'glibc asks one name server after another and follows nsswitch.conf';
}

function isOlder(a: string | null, b: string | null): boolean {
  const parts = (text: string | null): readonly number[] => (text ?? '').split(/[._]/).map(Number);
  const [left, right] = [parts(a), parts(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (Number.isNaN(difference)) return false;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Programs that scripts call, before those that nobody misses. */
export function everydayFirst(names: readonly string[]): readonly string[] {
  return [...names].toSorted((a, b) => Number(everyday.test(b)) - Number(everyday.test(a)) || (a < b ? -1 : 1));
}

const everyday =
  /^(?:add(?:user|group)|del(?:user|group)|user(?:add|mod|del)|group(?:add|mod)|bash|sh|dash|curl|wget|gpgv?|python3?|perl|ps|ip|ping|ss|netstat|tar|xz|gzip|unzip|openssl|ssh|git|sudo|su|less|vi|nano|make|gcc|awk|sed|grep|find|apt-key|lsb_release|locale-gen|ed|bc|mount|node|java)$/;

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function few(names: readonly string[], most = 6): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
