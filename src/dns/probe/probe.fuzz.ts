import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { findClient } from '../../resolver/clients.ts';
import { playScenario } from '../../resolver/scripted/play.ts';
import { probeOutput } from './probe-output.suite.ts';
import { readProbe } from './read-probe.ts';

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'dns-probe',
    seeds: () => [probeOutput(), probeOutput({ tcp: 'filtered', end: '' })].map((text) => new TextEncoder().encode(text)),
    async run(input) {
      const scenarios = readProbe(new TextDecoder().decode(input));
      const client = findClient('musl-1.2.5');
      const [first] = scenarios;
      if (client !== undefined && first !== undefined) await playScenario(first, client);
    },
  },
];
