import { BasewiseError } from '../../errors.ts';
import { formatIp, parseIp } from '../../formats/wire/ip-address.ts';
import type { ConfigurationFile } from '../client.ts';
import type { JsonReader } from './json-reader.ts';
import { boolean, jsonReader, list, number, object, oneOf, optional, required, string, unfit } from './json-reader.ts';
import type { Scenario, ScenarioAction, ScenarioFiles, ScenarioHost, ScenarioInterface, ScenarioRequest } from './scenario.ts';
import type { ScenarioRule, ScenarioServer } from './scenario.ts';

const fileNames: readonly ConfigurationFile[] = ['resolv.conf', 'hosts', 'nsswitch.conf', 'gai.conf', 'host.conf', 'services'];
/** Longest limit that is taken at its word; virtual time is free, but a number of events is not. */
const longestLimitSeconds = 86_400;

/** Reads a scenario or transcript; anything that is not one is a BasewiseError `not-a-scenario`. Members it does not know are ignored. */
export function readScenario(text: string): Scenario {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BasewiseError('not-a-scenario', 'not a DNS scenario: the document is not JSON', { cause: error });
  }
  const root = jsonReader(value);
  return {
    id: required(root, 'id', string),
    title: optional(root, 'title', string) ?? '',
    complete: optional(root, 'complete', boolean) ?? true,
    request: required(root, 'request', readRequest),
    files: required(root, 'files', readFiles),
    env: optional(root, 'env', readEnv) ?? {},
    host: optional(root, 'host', readHost) ?? loopbackOnly,
    limitSeconds: Math.min(optional(root, 'limitSeconds', number) ?? 100, longestLimitSeconds),
    servers: required(root, 'servers', list(readServer, 1000)),
  };
}

const loopbackOnly: ScenarioHost = {
  hostname: 'localhost',
  interfaces: [{ name: 'lo', up: true, addresses: ['127.0.0.1/8', '::1/128'], ipv6LinkLocal: false }],
  routes: [],
  bindv6only: false,
  nssModules: undefined,
};

function readRequest(reader: JsonReader): ScenarioRequest {
  const nullHints = object(reader)['hints'] === null;
  const between = optional(reader, 'between', (member) => ({
    sleepSeconds: required(member, 'sleepSeconds', number),
    files: required(member, 'files', readFiles),
  }));
  return {
    name: required(reader, 'name', string),
    service: optional(reader, 'service', string),
    family: nullHints ? 'unspec' : (optional(reader, 'family', oneOf('unspec', 'inet', 'inet6')) ?? 'unspec'),
    socktype: optional(reader, 'socktype', oneOf('SOCK_STREAM')),
    flags: optional(reader, 'flags', list(string, 16)) ?? [],
    nullHints,
    count: optional(reader, 'count', readCount) ?? 1,
    ...(between && { between }),
  };
}

function readCount(reader: JsonReader): number {
  const count = number(reader);
  if (!Number.isInteger(count) || count < 1 || count > 100) throw unfit(reader, 'is not a whole number from 1 to 100');
  return count;
}

function readFiles(reader: JsonReader): ScenarioFiles {
  const files: Partial<Record<ConfigurationFile, string>> = {};
  for (const name of fileNames) {
    const text = optional(reader, name, string);
    if (text !== undefined) files[name] = text;
  }
  return files;
}

function readEnv(reader: JsonReader): Record<string, string> {
  return Object.fromEntries(Object.keys(object(reader)).map((name) => [name, required(reader, name, string)]));
}

function readHost(reader: JsonReader): ScenarioHost {
  return {
    hostname: optional(reader, 'hostname', string) ?? 'localhost',
    interfaces: optional(reader, 'interfaces', list(readInterface, 1000)) ?? loopbackOnly.interfaces,
    routes: optional(reader, 'routes', list(readRoute, 10_000)) ?? [],
    bindv6only: optional(reader, 'sysctl', (member) => optional(member, 'net.ipv6.bindv6only', number)) === 1,
    nssModules: optional(reader, 'nssModules', list(string, 1000)),
  };
}

function readInterface(reader: JsonReader): ScenarioInterface {
  return {
    name: required(reader, 'name', string),
    up: optional(reader, 'state', oneOf('up', 'down')) !== 'down',
    addresses: optional(reader, 'addresses', list(readPrefix, 1000)) ?? [],
    ipv6LinkLocal: optional(reader, 'ipv6LinkLocal', boolean) ?? false,
  };
}

function readRoute(reader: JsonReader): { destination: string; via: string; interface: string } {
  const destination = required(reader, 'destination', string);
  return {
    destination: destination === 'default' ? '0.0.0.0/0' : readPrefix({ place: `${reader.place}/destination`, value: destination }),
    via: optional(reader, 'via', readAddress) ?? '',
    interface: required(reader, 'interface', string),
  };
}

function readServer(reader: JsonReader): ScenarioServer {
  const network = optional(reader, 'network', oneOf('unreachable', 'no-such-address'));
  return {
    address: required(reader, 'address', readAddress),
    udp: optional(reader, 'udp', boolean) ?? true,
    tcp: optional(reader, 'tcp', readTcpMode) ?? 'ok',
    gated: optional(reader, 'gate', oneOf('first-type-per-source-port')) !== undefined,
    replies: optional(reader, 'replies', list(readRule)) ?? [],
    ...(network && { network }),
  };
}

const readTcpMode = oneOf(
  'ok',
  'refused',
  'filtered',
  'closed-after-accept',
  'reset',
  'silent',
  'closes-after-first-answer',
  'unreachable',
);

function readRule(reader: JsonReader): ScenarioRule {
  const actions = required(reader, 'actions', list(readAction, 1000));
  return required(reader, 'match', (match) => {
    const transport = optional(match, 'transport', oneOf('udp', 'tcp'));
    const nth = optional(match, 'nth', (range) => ({
      from: required(range, 'from', number),
      to: optional(range, 'to', number) ?? Infinity,
    }));
    const ednsMinSize = optional(match, 'edns', (edns) => required(edns, 'minSize', number));
    return {
      type: required(match, 'type', string),
      name: required(match, 'name', string),
      actions,
      ...(transport && { transport }),
      ...(nth && { nth }),
      ...(ednsMinSize !== undefined && { ednsMinSize }),
    };
  });
}

function readAction(reader: JsonReader): ScenarioAction {
  if (optional(reader, 'drop', boolean)) return { kind: 'drop' };
  const delayMs = required(reader, 'delayMs', number);
  if (optional(reader, 'echo', boolean)) return { kind: 'echo', delayMs };
  const from = optional(reader, 'from', (member) => ({
    address: required(member, 'address', readAddress),
    port: required(member, 'port', number),
  }));
  return {
    kind: 'reply',
    delayMs,
    bytes: required(reader, 'reply', readHex),
    wrongId: optional(reader, 'id', oneOf('wrong')) !== undefined,
    close: optional(reader, 'then', oneOf('close')) !== undefined,
    ...(from && { from }),
  };
}

function readHex(reader: JsonReader): Uint8Array {
  const text = string(reader);
  if (!/^([0-9a-f]{2}){2,65535}$/i.test(text)) throw unfit(reader, 'is not a message in hexadecimal');
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

function readAddress(reader: JsonReader): string {
  const bytes = parseIp(string(reader));
  if (bytes === undefined) throw unfit(reader, 'is not an IP address');
  const zone = string(reader).indexOf('%');
  return formatIp(bytes) + (zone === -1 ? '' : string(reader).slice(zone));
}

function readPrefix(reader: JsonReader): string {
  const text = string(reader);
  const [address, length, ...rest] = text.split('/');
  const bytes = parseIp(address ?? '');
  if (bytes === undefined || !/^\d{1,3}$/.test(length ?? '') || Number(length) > bytes.length * 8 || rest.length > 0) {
    throw unfit(reader, 'is not an address with a prefix length');
  }
  return text;
}
