import type { MessageToWrite } from '../../formats/wire/dns-encode.ts';
import { encodeDnsMessage } from '../../formats/wire/dns-encode.ts';
import { parseDnsName } from '../../formats/wire/dns-name.ts';
import { readScenario } from './read-scenario.ts';
import type { Scenario } from './scenario.ts';

/** A reply in hexadecimal as scenarios hold it: response, recursion available, id 0, addresses by their form. */
export function replyHex(
  name: string,
  type: 'A' | 'AAAA',
  addresses: readonly string[],
  extra: { readonly rcode?: number; readonly tc?: boolean } = {},
): string {
  const owner = parseDnsName(name);
  const message: MessageToWrite = {
    flags: { qr: true, rd: true, ra: true, tc: extra.tc ?? false },
    rcode: extra.rcode ?? 0,
    questions: [{ name: owner, type: type === 'A' ? 1 : 28 }],
    answers: addresses.map((address) => ({ name: owner, data: { kind: 'address', type: address.includes(':') ? 28 : 1, address } })),
  };
  return Buffer.from(encodeDnsMessage(message)).toString('hex');
}

/** `count` addresses of 10.0.0.0/16. */
export function manyAddresses(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `10.0.${index >> 8}.${index & 255}`);
}

interface ServerRule {
  readonly match: Readonly<Record<string, unknown>>;
  readonly actions: readonly unknown[];
}

export interface ScenarioSketch {
  readonly name?: string;
  readonly request?: Readonly<Record<string, unknown>>;
  readonly resolvConf?: string;
  readonly hosts?: string;
  readonly complete?: boolean;
  readonly limitSeconds?: number;
  /** The one server on 127.0.0.1, beyond open UDP and TCP. */
  readonly server?: Readonly<Record<string, unknown>>;
  readonly replies?: readonly ServerRule[];
  readonly moreServers?: readonly unknown[];
}

/** A scenario with the defaults of the kit: one server on loopback, `www.ex.test`, hints as Node gives them. */
export function makeScenario(sketch: ScenarioSketch): Scenario {
  const {
    name = 'www.ex.test',
    request = {},
    resolvConf = 'nameserver 127.0.0.1\n',
    hosts = '127.0.0.1 localhost\n',
    replies = [],
  } = sketch;
  return readScenario(
    JSON.stringify({
      id: 'made',
      title: '',
      ...(sketch.complete !== undefined && { complete: sketch.complete }),
      request: { name, service: '80', family: 'unspec', socktype: 'SOCK_STREAM', flags: [], ...request },
      files: { 'resolv.conf': resolvConf, hosts, 'nsswitch.conf': 'hosts: files dns\n' },
      env: {},
      limitSeconds: sketch.limitSeconds ?? 100,
      servers: [{ address: '127.0.0.1', listed: true, udp: true, tcp: 'ok', replies, ...sketch.server }, ...(sketch.moreServers ?? [])],
    }),
  );
}

/** One rule: what is sent for a type and name. */
export function rule(
  type: 'A' | 'AAAA',
  reply: string,
  more: { readonly name?: string; readonly delayMs?: number; readonly match?: object } = {},
): ServerRule {
  return { match: { type, name: more.name ?? 'www.ex.test', ...more.match }, actions: [{ delayMs: more.delayMs ?? 0, reply }] };
}
