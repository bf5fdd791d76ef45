import type { Guard, ShellCommand } from './command.ts';

export type Guards = readonly Guard[];

export function guard(kind: Guard['kind'], text: string, taken: Guard['taken']): Guard {
  return { kind, text, taken };
}

export function negate(truth: Guard['taken']): Guard['taken'] {
  return truth === 'yes' ? 'no' : truth === 'no' ? 'yes' : 'unknown';
}

/** One more guard; a list that hostile input makes long keeps its last place for the newest that is not certain. */
export function extend(guards: Guards, more: Guard): Guards {
  if (guards.length < MAX_GUARDS) return [...guards, more];
  return more.taken === 'yes' ? guards : [...guards.slice(0, MAX_GUARDS - 1), more];
}

const MAX_GUARDS = 32;

export function reachedBy(guards: Guards): ShellCommand['reached'] {
  if (guards.some(({ taken }) => taken === 'no')) return 'no';
  return guards.every(({ taken }) => taken === 'yes') ? 'yes' : 'maybe';
}
