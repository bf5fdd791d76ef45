import type { World } from '../client.ts';
import type { Step } from '../outcome.ts';
import type { MuslSwitches } from './switches.ts';

/** MAXADDRS of `lookup.h`. */
export const mostAddresses = 48;

/** One lookup in progress: what every part of it needs. */
export interface MuslRun {
  readonly world: World;
  readonly switches: MuslSwitches;
  /** Adds to the trail. */
  readonly note: (step: Omit<Step, 'atMs'>) => void;
  /** The next query id. musl takes it from the nanoseconds of the clock. */
  readonly nextId: () => number;
}
