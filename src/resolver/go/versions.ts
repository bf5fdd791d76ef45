import type { Client, ClientFamily } from '../client.ts';
import { startGo } from './lookup.ts';
import { goSwitches, newestMinor, oldestMinor } from './switches.ts';

/** Releases that were run through the scenarios, with cgo off. */
const observed: ReadonlySet<number> = new Set([19, 24]);

/** Go's own resolver (`netgo`, or cgo off) by minor release: `go-1.24`. When a program with cgo uses it is `goUsesCgo`'s to say. */
export const goFamily: ClientFamily = {
  known: Array.from({ length: newestMinor - oldestMinor + 1 }, (_, index) => `go-1.${oldestMinor + index}`),
  find: (id) => {
    const minor = Number(/^go-1\.(\d{2})(\.\d+)?$/.exec(id)?.[1]);
    return minor >= oldestMinor && minor <= newestMinor ? client(id, minor) : undefined;
  },
};

function client(id: string, minor: number): Client {
  const switches = goSwitches(minor);
  return {
    id,
    family: 'go',
    certainty: observed.has(minor) ? 'proven' : 'likely',
    repeats: false,
    start: (world) => startGo(world, switches),
  };
}
