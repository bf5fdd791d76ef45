import { trapWeight } from '../../judge/resolver/configuration-traps.ts';
import type { Diagnosis } from './diagnose.ts';

/**
 * 1 when something is wrong now: a trap of the configuration that fails lookups, a server that does not answer over UDP and TCP, a name that the application does
 * not get as others do. 2 when it is not known who resolves. Else 0.
 */
export function diagnosisExit({ who, configuration, servers, names, standIns }: Diagnosis): 0 | 1 | 2 {
  const traps = (configuration?.traps ?? []).some((trap) => trapWeight(trap).severity !== 'note');
  const deaf = servers.some(({ udp, tcp }) => !udp.startsWith('answers') || tcp !== 'answers');
  const own = standIns[0]?.client;
  const failing = names.some(({ lookup }) =>
    lookup.outcomes.some(({ client, verdict, waits }) => client === own && (verdict !== 'succeeds' || waits)),
  );
  if (traps || deaf || failing) return 1;
  return who.kind === 'unknown' ? 2 : 0;
}
