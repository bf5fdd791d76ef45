import type { Pollable } from '../network.ts';

/** Arrived events of one socket, and those who wait for them. */
export interface Inbox<T> extends Pollable {
  push(event: T): void;
  take(): T | undefined;
  /** Calls once when the next event arrives; the returned function forgets it. */
  listen(listener: () => void): () => void;
}

export function createInbox<T>(): Inbox<T> {
  const events: T[] = [];
  const listeners = new Set<() => void>();
  return {
    get ready() {
      return events.length > 0;
    },
    push: (event) => {
      events.push(event);
      for (const listener of listeners) listener();
      listeners.clear();
    },
    take: () => events.shift(),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What waiting needs of a clock, virtual or real. */
export interface WaitClock {
  now(): number;
  schedule(at: number, action: () => void): { cancel(): void };
  /** Called whenever a wait ends. */
  woke(): void;
}

/** Waits until one of the inboxes holds an event (true) or the time has come (false). */
export function waitForAny(clock: WaitClock, inboxes: readonly Inbox<unknown>[], until: number): Promise<boolean> {
  if (inboxes.some((inbox) => inbox.ready)) return Promise.resolve(true);
  if (until <= clock.now()) return Promise.resolve(false);
  return new Promise((resolve) => {
    const forget: (() => void)[] = [];
    const finish = (ready: boolean): void => {
      for (const stop of forget) stop();
      clock.woke();
      resolve(ready);
    };
    if (until !== Infinity) forget.push(clock.schedule(until, () => finish(false)).cancel);
    for (const inbox of inboxes) forget.push(inbox.listen(() => finish(true)));
  });
}
