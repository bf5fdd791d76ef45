import type { Client, ClientFamily } from '../client.ts';
import { alpineReleases, backportsOf } from './alpine.ts';
import { muslGetaddrinfo } from './getaddrinfo.ts';
import type { MuslSwitches } from './switches.ts';
import { oldest, releases } from './switches.ts';

/** Upstream builds that were run. */
const observed = ['1.1.12', '1.1.24', '1.2.0', '1.2.2', '1.2.3', '1.2.4', '1.2.5', '1.2.6'];
/** Snapshots of git that behave as a release does. */
const gitBuilds: ReadonlyMap<string, string> = new Map([['musl-git-86373b49', '1.2.5']]);
/** The resolver was rewritten in 1.1.2; what lies before is not modelled. */
const first = '1.1.2';

/** musl by release (`musl-1.2.3`), by Alpine package (`musl-1.2.4-r1`), and as an Alpine release ships it (`alpine-3.17`). */
export const muslFamily: ClientFamily = {
  known: [
    ...observed.map((version) => `musl-${version}`),
    ...gitBuilds.keys(),
    ...alpineReleases.map(({ release }) => `alpine-${release}`),
  ],
  find: findMusl,
};

function findMusl(id: string): Client | undefined {
  const git = gitBuilds.get(id);
  if (git !== undefined) return muslClient(id, muslSwitches(git), true);
  const alpine = alpineReleases.find(({ release }) => id === `alpine-${release}`);
  if (alpine) return muslClient(id, muslSwitches(alpine.version, alpine.revision), alpine.observed);
  const named = /^musl-(\d+\.\d+\.\d+(?:_git\d{8})?)(?:-r(\d{1,4}))?$/.exec(id);
  if (named === null) return undefined;
  const [, version = '', revision] = named;
  return muslClient(
    id,
    muslSwitches(version, revision === undefined ? undefined : Number(revision)),
    observed.includes(version) && revision === undefined,
  );
}

/**
 * The switches of a musl release, and with a revision those of Alpine's package of it (`1.2.4`, `1.2.4_git20230717`). Undefined for
 * releases before 1.1.2. Releases after the newest known one are taken to behave as that.
 */
export function muslSwitches(version: string, revision?: number): MuslSwitches | undefined {
  if (compareVersions(version, first) < 0) return undefined;
  const changes = releases.filter((release) => compareVersions(release.version, version) <= 0).map((release) => release.changes);
  return Object.assign({}, oldest, ...changes, revision === undefined ? {} : backportsOf(version, revision));
}

function muslClient(id: string, switches: MuslSwitches | undefined, seen: boolean): Client | undefined {
  if (switches === undefined) return undefined;
  return { id, family: 'musl', certainty: seen ? 'proven' : 'likely', repeats: true, start: (world) => muslGetaddrinfo(world, switches) };
}

function compareVersions(one: string, other: string): number {
  const numbers = (version: string): number[] => version.split('_', 1).join('').split('.').map(Number);
  const right = numbers(other);
  const difference = numbers(one)
    .map((part, index) => part - (right[index] ?? 0))
    .find((value) => value !== 0);
  return difference ?? 0;
}
