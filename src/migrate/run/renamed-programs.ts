import type { StageScope } from './stage-scope.ts';

/** A program that has another name on the target. */
export interface Renamed {
  readonly to: string;
  readonly why: string;
  /** Options that the other one takes; whatever else is given is marked. */
  readonly options?: RegExp;
}

/** The target's name of a program of Alpine, undefined where it is the same or nothing is known (file lists of the packages). */
export function renamedProgram({ target, fromLibc, installedBefore }: StageScope, name: string): Renamed | undefined {
  if (fromLibc !== 'musl' || target.libc === 'musl') return undefined;
  const own = Object.hasOwn(always, name) ? always[name] : undefined;
  if (own !== undefined) return target.family === 'wolfi' && name === 'ash' ? undefined : own;
  if (target.manager !== 'apt') return undefined;
  const entry = Object.hasOwn(onDebian, name) ? onDebian[name] : undefined;
  if (entry !== undefined && (entry.with === undefined || installedBefore.has(entry.with))) return entry;
  return /^php\d\d?$/.test(name) && installedBefore.has(name) ? { to: 'php', why: "Debian's PHP is called php" } : undefined;
}

const always: Readonly<Record<string, Renamed>> = {
  'su-exec': { to: 'gosu', why: 'gosu takes the same words' },
  ash: { to: 'sh', why: "ash is busybox's shell" },
};

const onDebian: Readonly<Record<string, Renamed & { readonly with?: string }>> = {
  crond: { to: 'cron', why: "Debian's cron daemon is called cron", options: /^-f$/ },
  yarn: { to: 'yarnpkg', why: "Debian's package calls it yarnpkg", with: 'yarn' },
  fd: { to: 'fdfind', why: 'Debian calls it fdfind', with: 'fd' },
  bat: { to: 'batcat', why: 'Debian calls it batcat', with: 'bat' },
  'chromium-browser': { to: 'chromium', why: "Debian's chromium has no second name", with: 'chromium' },
};
