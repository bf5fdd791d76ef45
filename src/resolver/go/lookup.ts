import type { ByteText } from '../../formats/wire/byte-text.ts';
import { formatIp } from '../../formats/wire/ip-address.ts';
import type { LookupFunction, LookupRequest, World } from '../client.ts';
import type { Answer, Step } from '../outcome.ts';
import type { SortStyle } from '../rfc6724.ts';
import { sortByRfc6724 } from '../rfc6724.ts';
import type { GoDnsConfig } from './dns-config.ts';
import { isGoAddress, parseGoDnsConfig } from './dns-config.ts';
import { answerOf, type GoError, noSuchHost, plainError } from './errors.ts';
import type { GoReply } from './exchange.ts';
import { canonicalAddress, lookupStaticHost, unmapped } from './hosts-file.ts';
import { lookupOrder, type LookupOrder } from './lookup-order.ts';
import { isDomainName, nameList } from './names.ts';
import type { GoSwitches } from './switches.ts';
import { tryOneName } from './try-one-name.ts';

/** net/addrselect.go. */
const sortStyle: SortStyle = { wholePrefix: false, sortsUnreachable: false };

/** Configuration and rotation of a running program. */
export interface GoProcess {
  readonly world: World;
  readonly switches: GoSwitches;
  config: GoDnsConfig | undefined;
  configText: ByteText | undefined;
  checkedAt: number;
  rotation: number;
  trail: Step[];
  startedAt: number;
}

/** A program with the Go resolver that calls `net.Resolver.LookupIP`, whose addresses have no zone. */
export function startGo(world: World, switches: GoSwitches): LookupFunction {
  const process: GoProcess = {
    world,
    switches,
    config: undefined,
    configText: undefined,
    checkedAt: 0,
    rotation: 0,
    trail: [],
    startedAt: 0,
  };
  return async (request) => {
    process.trail = [];
    process.startedAt = world.clock.now();
    const answer = await lookupIp(process, request);
    return process.trail.length === 0 ? answer : { ...answer, trail: process.trail };
  };
}

async function lookupIp(process: GoProcess, request: LookupRequest): Promise<Answer> {
  const { name, family } = request;
  if (name === '') {
    const unusable = { result: 'ok', class: 'ok', addresses: [], message: 'one address without bytes' } as const;
    return process.switches.refusesEmptyName ? answerOf(noSuchHost()) : unusable;
  }
  const found = isGoAddress(name) ? [canonicalAddress(name)] : await resolve(process, name, family);
  if (!Array.isArray(found)) return answerOf(found);
  if (found.length === 1 && found[0] === '::') found.push('0.0.0.0');
  const fitting = found.filter((address) => family === 'unspec' || (family === 'inet') !== address.includes(':'));
  if (fitting.length === 0) return answerOf(plainError('no suitable address found'));
  return { result: 'ok', class: 'ok', addresses: fitting.map((address) => address.replace(/%.*$/, '')) };
}

async function resolve(process: GoProcess, name: ByteText, family: LookupRequest['family']): Promise<string[] | GoError> {
  const { world, switches } = process;
  const { order } = lookupOrder({
    switches,
    cgoAvailable: false,
    goForced: true,
    cgoForced: false,
    env: world.env,
    resolvConf: world.readFile('resolv.conf'),
    nsswitch: world.readFile('nsswitch.conf'),
    mdnsAllowExists: false,
    hostname: world.hostname,
    name,
  });
  if (order === 'files,dns' || order === 'files') {
    const addresses = await hostsAddresses(world, name);
    if (addresses.length > 0) return addresses;
    if (order === 'files') return noSuchHost();
  }
  if (!isDomainName(name)) return noSuchHost();
  return resolveInDns(process, name, family, order);
}

async function hostsAddresses(world: World, name: ByteText): Promise<string[]> {
  return sortByRfc6724(world, lookupStaticHost(world.readFile('hosts'), name), sortStyle);
}

/** Read again when five seconds have passed and the file changed. */
function currentConfig(process: GoProcess): GoDnsConfig {
  const { world, switches, config } = process;
  const now = world.clock.now();
  if (config !== undefined && (config.noReload || now - process.checkedAt < 5000)) return config;
  process.checkedAt = now;
  const text = world.readFile('resolv.conf');
  if (config !== undefined && text === process.configText) return config;
  const fresh = parseGoDnsConfig(text, world.hostname, switches);
  process.config = fresh;
  process.configText = text;
  process.rotation = 0;
  return fresh;
}

async function resolveInDns(
  process: GoProcess,
  name: ByteText,
  family: LookupRequest['family'],
  order: LookupOrder,
): Promise<string[] | GoError> {
  const config = currentConfig(process);
  const types = family === 'unspec' ? ([1, 28] as const) : ([family === 'inet' ? 1 : 28] as const);
  let addresses: string[] = [];
  let lastError: GoError | undefined;
  for (const candidate of nameList(config, name, process.switches)) {
    process.trail.push({ atMs: process.world.clock.now() - process.startedAt, what: 'candidate', detail: candidate });
    for await (const result of results(process, config, candidate, types)) {
      if ('what' in result) {
        if (lastError === undefined || candidate === `${name}.`) lastError = result;
      } else {
        lastError = gather(result, addresses) ?? lastError;
      }
    }
    if (addresses.length > 0) break;
  }
  addresses = await sortByRfc6724(process.world, addresses, sortStyle);
  if (addresses.length === 0 && order === 'dns,files') addresses = await hostsAddresses(process.world, name);
  if (addresses.length > 0 || lastError === undefined) return addresses;
  return lastError;
}

/** Results in order of arrival, or one after the other with `single-request`. The scheduler starts the last goroutine first. */
async function* results(
  process: GoProcess,
  config: GoDnsConfig,
  candidate: ByteText,
  types: readonly (1 | 28)[],
): AsyncGenerator<GoReply | GoError> {
  if (config.singleRequest) {
    for (const type of types) yield await tryOneName(process, config, candidate, type);
    return;
  }
  const arrived: (GoReply | GoError)[] = [];
  const running = types.toReversed().map(async (type) => {
    arrived.push(await tryOneName(process, config, candidate, type));
  });
  await Promise.all(running);
  yield* arrived;
}

/** Addresses of a reply, whatever their owner; what stopped the reading is an error that addresses make up for. */
function gather(reply: GoReply, addresses: string[]): GoError | undefined {
  const unreadable = plainError('cannot unmarshal DNS message');
  for (;;) {
    const header = reply.parser.answerHeader();
    if (header.kind === 'done') return undefined;
    if (header.kind === 'error') return unreadable;
    const { type } = header.value;
    if (type === 1 || type === 28) {
      const bytes = reply.parser.address(type === 1 ? 4 : 16);
      if (bytes === undefined) return unreadable;
      addresses.push(unmapped(formatIp(bytes)));
    } else if (type === 5 ? !reply.parser.cname() : reply.parser.skipAnswer().kind !== 'value') {
      return unreadable;
    }
  }
}
