import type { Clock } from '../../resolver/network.ts';
import type { WaitClock } from '../../resolver/scripted/inbox.ts';

export type LiveClock = Clock & WaitClock;

/** Longest delay that setTimeout takes. */
const longest = 2_147_483_647;

/** Real time; `now` starts at 0. Its timers keep the process alive. */
export function createLiveClock(): LiveClock {
  const started = performance.now();
  const now = (): number => performance.now() - started;
  const schedule = (at: number, action: () => void): { cancel(): void } => {
    const timer = setTimeout(action, Math.min(Math.max(at - now(), 0), longest));
    return { cancel: () => clearTimeout(timer) };
  };
  return {
    now,
    schedule,
    woke: () => {},
    sleep: (until) =>
      new Promise((resolve) => {
        if (until !== Infinity) schedule(until, resolve);
      }),
  };
}
