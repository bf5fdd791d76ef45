import type { Client, ClientFamily } from '../client.ts';
import { startModern } from './getaddrinfo.ts';
import { startLegacy } from './legacy-getaddrinfo.ts';
import { aresSwitches } from './switches.ts';

/** `ares_getaddrinfo` of c-ares by minor release: `c-ares-1.34`, `c-ares-1.34.6`. Releases between the two are not modelled. */
export const cAresFamily: ClientFamily = {
  known: ['c-ares-1.18', 'c-ares-1.34'],
  find: (id) => {
    const match = /^c-ares-1\.(18|34)(?:\.(\d+))?$/.exec(id);
    if (match === null) return undefined;
    return client(id, match[1] === '18' ? '1.18' : '1.34', match[2]);
  },
};

/** Patch releases that were run: 1.18.1 of Debian 12 and 1.34.9. */
const observedPatch = { '1.18': '1', '1.34': '9' } as const;

function client(id: string, minor: '1.18' | '1.34', patch: string | undefined): Client {
  const switches = aresSwitches[minor];
  return {
    id,
    family: 'c-ares',
    certainty: patch === undefined || patch === observedPatch[minor] ? 'proven' : 'likely',
    repeats: false,
    start: (world) => (switches.engine === 'legacy' ? startLegacy(world, switches) : startModern(world, switches)),
  };
}
