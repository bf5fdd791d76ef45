import type { Client, ClientFamily } from '../client.ts';
import { startGlibc } from './getaddrinfo.ts';
import { glibcSwitches, newestMinor, oldestMinor } from './switches.ts';

/** Releases whose real library was run through the scenarios. */
const observed: ReadonlySet<number> = new Set([31, 36, 41, 43]);

/**
 * glibc by release: `glibc-2.36` is the tip of that release's branch, which is about what Debian ships; `glibc-2.36.0` is the release as
 * it was on its day.
 */
export const glibcFamily: ClientFamily = {
  known: Array.from({ length: newestMinor - oldestMinor + 1 }, (_, index) => `glibc-2.${oldestMinor + index}`),
  find: (id) => {
    const match = /^glibc-2\.(\d{1,2})(\.0)?$/.exec(id);
    const minor = Number(match?.[1]);
    if (match === null || minor < oldestMinor || minor > newestMinor) return undefined;
    return client(id, minor, match[2] !== undefined);
  },
};

function client(id: string, minor: number, asReleased: boolean): Client {
  const switches = glibcSwitches(minor, asReleased);
  return {
    id,
    family: 'glibc',
    certainty: observed.has(minor) && !asReleased ? 'proven' : 'likely',
    repeats: true,
    start: (world) => startGlibc(world, switches),
  };
}
