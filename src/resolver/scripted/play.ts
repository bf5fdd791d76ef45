import { toByteText } from '../../formats/wire/byte-text.ts';
import type { Client, LookupRequest, World } from '../client.ts';
import type { Lookup, Outcome, Packet } from '../outcome.ts';
import type { Scenario } from './scenario.ts';
import type { Unrecorded } from './scripted-network.ts';
import { createScriptedNetwork } from './scripted-network.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** What one client does in a scenario, on the virtual clock. Deterministic: the same scenario gives the same outcome. */
export async function playScenario(scenario: Scenario, client: Client): Promise<Outcome> {
  const clock = createVirtualClock();
  const { network, packets } = createScriptedNetwork(scenario, clock);
  // What the README says of every recording's machine.
  const moment = { files: { 'host.conf': 'multi on\n', ...scenario.files } };
  const world: World = {
    network,
    clock,
    readFile: (name) => {
      const text = moment.files[name];
      return text === undefined ? undefined : toByteText(text);
    },
    env: scenario.env,
    hostname: scenario.host.hostname,
    nssModules: scenario.host.nssModules,
  };
  const lookups: Lookup[] = [];
  const request = lookupRequest(scenario);
  const count = client.repeats ? scenario.request.count : 1;
  let startedAt = 0;
  const ending = await clock.run(async () => {
    const lookup = client.start(world);
    for (let made = 0; made < count; made += 1) {
      if (made === 1 && scenario.request.between) {
        await clock.sleep(clock.now() + scenario.request.between.sleepSeconds * 1000);
        moment.files = Object.assign({}, moment.files, scenario.request.between.files);
      }
      startedAt = clock.now();
      const answer = await lookup(request);
      lookups.push({ ...answer, elapsedMs: Math.round(clock.now() - startedAt) });
    }
  }, scenario.limitSeconds * 1000);
  if (ending.kind === 'hang') lookups.push(hung(scenario.limitSeconds * 1000 - startedAt));
  if (ending.kind === 'aborted') lookups.push(unknown(ending.reason, clock.now() - startedAt));
  return outcomeOf(lookups, packets, count);
}

function lookupRequest(scenario: Scenario): LookupRequest {
  const { name, service, family, socktype, flags, nullHints } = scenario.request;
  return { name: toByteText(name), service, family, socktype, flags, nullHints };
}

function hung(elapsedMs: number): Lookup {
  return { result: 'hang', class: 'hang', addresses: [], elapsedMs };
}

/** `reason` is an `Unrecorded` (a transcript that does not hold the question) or the clock's word that it gave up. */
function unknown(reason: unknown, elapsedMs: number): Lookup {
  const message = isUnrecorded(reason) ? `not recorded: ${reason.question}` : String(reason);
  return { result: 'unknown', class: 'unknown', addresses: [], message, elapsedMs: Math.round(elapsedMs) };
}

function isUnrecorded(reason: unknown): reason is Unrecorded {
  return typeof reason === 'object' && reason !== null && 'question' in reason;
}

function outcomeOf(lookups: readonly Lookup[], packets: readonly Packet[], count: number): Outcome {
  const last = lookups.at(-1) ?? hung(0);
  return { ...last, packets: packets.map((packet) => ({ ...packet, atMs: Math.round(packet.atMs) })), ...(count > 1 && { lookups }) };
}
