import type { Clock } from '../network.ts';

/** Something that will happen; `cancel` makes it not happen. */
export interface Timer {
  cancel(): void;
}

export type Ending<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** Nothing more can happen, or the limit has passed, and the task still waits. */
  | { readonly kind: 'hang' }
  /** `abort` was called. */
  | { readonly kind: 'aborted'; readonly reason: unknown };

export interface VirtualClock extends Clock {
  /** Calls `action` when the time comes; actions for the same time run in the order in which they were asked for. */
  schedule(at: number, action: () => void): Timer;
  /** Ends the run; the task is abandoned where it waits. */
  abort(reason: unknown): void;
  /** To be called whenever a promise that the task may wait for has been resolved. */
  woke(): void;
  /** Runs a task that waits only through this clock, up to an absolute time. */
  run<T>(task: () => Promise<T>, limit: number): Promise<Ending<T>>;
}

interface Entry extends Timer {
  readonly at: number;
  readonly action: () => void;
  cancelled: boolean;
}

/** Events in one run; a scenario needs some hundreds. */
const mostEvents = 1_000_000;

/** A clock that jumps from event to event as soon as the task has nothing left to do; it starts at 0. */
export function createVirtualClock(): VirtualClock {
  let time = 0;
  const state: { awake: boolean; events: number; aborted?: { readonly reason: unknown } } = { awake: false, events: 0 };
  /** Latest first, so that the next one is at the end. */
  const queue: Entry[] = [];

  function schedule(at: number, action: () => void): Timer {
    const entry: Entry = {
      at: Math.max(at, time),
      action,
      cancelled: false,
      cancel: () => {
        entry.cancelled = true;
      },
    };
    let place = queue.length;
    while (place > 0 && (queue[place - 1]?.at ?? 0) <= entry.at) place -= 1;
    queue.splice(place, 0, entry);
    return entry;
  }

  /** Fires events until one of them wakes the task; false when that cannot happen within the limit. */
  function advance(limit: number): boolean {
    state.awake = false;
    while (!state.awake && state.aborted === undefined) {
      const next = queue.pop();
      if (next === undefined || next.at > limit) return false;
      if (next.cancelled) continue;
      state.events += 1;
      if (state.events > mostEvents) state.aborted = { reason: `gave up after ${mostEvents} events` };
      time = next.at;
      next.action();
    }
    return true;
  }

  async function run<T>(task: () => Promise<T>, limit: number): Promise<Ending<T>> {
    const result: { ending?: Ending<T>; failure?: { error: unknown } } = {};
    task().then(
      (value) => {
        result.ending = { kind: 'done', value };
      },
      (error: unknown) => {
        result.failure = { error };
      },
    );
    for (;;) {
      await drained();
      if (state.aborted) return { kind: 'aborted', reason: state.aborted.reason };
      if (result.failure) throw result.failure.error;
      if (result.ending) return result.ending;
      if (!advance(limit)) return { kind: 'hang' };
    }
  }

  return {
    now: () => time,
    schedule,
    run,
    woke: () => {
      state.awake = true;
    },
    abort: (reason) => {
      state.aborted ??= { reason };
    },
    sleep: (until) =>
      new Promise((resolve) => {
        if (until === Infinity) return;
        schedule(until, () => {
          state.awake = true;
          resolve();
        });
      }),
  };
}

/** Macrotasks run only when no microtask is left, that is, when every branch of the task waits for the clock. */
function drained(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
