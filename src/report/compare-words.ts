import type { ComparedBase } from '../bases/compare/compared-base.ts';
import type { Difference } from '../bases/compare/differences.ts';

/** What a bump changes, in one sentence: for the reviewer of a pull request. */
export function bumpSentence(from: ComparedBase, to: ComparedBase, difference: Difference): string {
  const { sonames, users, programs, packages, files } = difference;
  const parts = [
    libcPart(from, to),
    sonames === null || sonames.gone.length === 0 ? undefined : `${count(sonames.gone.length, 'soname')} vanish: ${few(sonames.gone)}`,
    users === null || users.gone.length + users.changed.length === 0
      ? undefined
      : `users ${few([...users.gone.map((name) => `${name} gone`), ...users.changed.map(({ name }) => `${name} changed`)])}`,
    programs === null || programs.gone.length === 0
      ? undefined
      : `${count(programs.gone.length, 'program')} gone from the usual folders: ${few(programs.gone)}`,
    packages === null
      ? undefined
      : `${count(packages.changed.length, 'package')} with another version, ${packages.gone.length} gone, ${packages.added.length} new`,
    files === null ? undefined : `${count(files.changed.length, 'file')} changed, ${files.gone.length} gone, ${files.added.length} new`,
    from.support?.ends === to.support?.ends
      ? undefined
      : `support until ${to.support?.ends ?? to.support?.state ?? '?'} instead of ${from.support?.ends ?? from.support?.state ?? '?'}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'nothing that is known differs.' : `${parts.join('; ')}.`;
}

function libcPart({ libc: a }: ComparedBase, { libc: b }: ComparedBase): string | undefined {
  const words = (libc: ComparedBase['libc']): string => (libc === null ? 'no libc' : `${libc.family} ${libc.version ?? '?'}`);
  return words(a) === words(b) ? (a === null ? undefined : `${words(a)} stays`) : `${words(a)} becomes ${words(b)}`;
}

/** What the differences mean for software that stands on the first. */
export function meanings(from: ComparedBase, to: ComparedBase, difference: Difference): readonly string[] {
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
  if (to.missing.includes('shell') && !from.missing.includes('shell')) found.push('no shell: RUN, shell-form CMD and scripts do not run');
  if (isNone(to.caCertificates) && !isNone(from.caCertificates))
    found.push('no CA certificates: TLS to anywhere fails until they are installed');
  if (isNone(to.timeZones) && !isNone(from.timeZones)) found.push('no time zones: TZ names other than UTC are not known');
  if (to.support?.state === 'out-of-support') found.push(`support of ${to.name} ended on ${to.support.ends ?? '?'}`);
  return found;
}

function resolverMeaning(family: string): string {
  return family === 'musl'
    ? 'musl asks all name servers at once and takes the first answer, and reads no nsswitch.conf'
    : 'glibc asks one name server after another and follows nsswitch.conf';
}

function isNone(words: string | null): boolean {
  return words !== null && /^(?:no|none)\b/.test(words);
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

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function few(names: readonly string[]): string {
  return names.length <= 6 ? names.join(', ') : `${names.slice(0, 6).join(', ')} and ${names.length - 6} more`;
}
