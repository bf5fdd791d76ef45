import type { Scenario } from '../../resolver/scripted/scenario.ts';
import { createScriptedServer } from '../../resolver/scripted/scripted-server.ts';
import type { Behaviour } from './behaviour.ts';

/** The servers of a scenario on real sockets, at their own addresses or, in order, at those given. Queries without a rule are dropped. */
export function scenarioBehaviours(
  scenario: Scenario,
  at: readonly { readonly address: string; readonly port: number }[] = [],
): readonly Behaviour[] {
  return scenario.servers.flatMap((script, index): Behaviour[] => {
    if (script.network !== undefined) return [];
    const server = createScriptedServer(script);
    const place = at[index] ?? { address: script.address, port: 53 };
    return [
      {
        ...place,
        udp: script.udp,
        tcp: script.tcp,
        answer: (query, transport, sourcePort) => server.answer(query, transport, sourcePort) ?? [],
      },
    ];
  });
}
