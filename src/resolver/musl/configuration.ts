import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { Network, NetworkInterface } from '../network.ts';
import type { Step } from '../outcome.ts';
import { readResolvConf } from './resolv-conf.ts';
import type { MuslConfiguration } from './resolv-conf.ts';
import type { MuslSwitches } from './switches.ts';

export interface ReadConfiguration extends MuslConfiguration {
  /** What was passed over: `resolv-conf-line-skipped`, `nameserver-not-an-address`. */
  readonly notes: readonly Omit<Step, 'atMs'>[];
}

/**
 * resolv.conf as a musl reads it, outside of a lookup; undefined is a file that does not exist. A nameserver with the name of an interface as its zone
 * counts only where that interface is among `interfaces`.
 */
export function muslConfiguration(
  text: ByteText | undefined,
  switches: MuslSwitches,
  interfaces: readonly NetworkInterface[] = [],
): ReadConfiguration {
  const notes: Omit<Step, 'atMs'>[] = [];
  const configuration = readResolvConf({
    world: {
      network: { ...nowhere, interfaces: () => interfaces },
      clock: { now: () => 0, sleep: () => Promise.resolve() },
      readFile: (name) => (name === 'resolv.conf' ? text : undefined),
      env: {},
      hostname: '',
      nssModules: undefined,
    },
    switches,
    note: (step) => void notes.push(step),
    nextId: () => 0,
  });
  return { ...configuration, notes };
}

/** Reading asks nobody. */
const nowhere: Network = {
  udp: () => Promise.resolve('EACCES'),
  tcp: () => Promise.resolve('EACCES'),
  poll: () => Promise.resolve(false),
  interfaces: () => [],
  sourceFor: () => Promise.resolve('ENETUNREACH'),
};
