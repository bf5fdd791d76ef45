import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { World } from '../client.ts';
import type { UdpSocket } from '../network.ts';
import type { Step } from '../outcome.ts';
import type { NssService } from './nsswitch.ts';
import { parseHostsServices } from './nsswitch.ts';
import type { ResolvConf, ResolverOptions } from './resolv-conf.ts';
import { parseResolvConf } from './resolv-conf.ts';
import type { GlibcSwitches } from './switches.ts';

/** `h_errno`; 0 is NETDB_SUCCESS. */
export type Herrno = 'success' | 'internal' | 'HOST_NOT_FOUND' | 'TRY_AGAIN' | 'NO_RECOVERY' | 'NO_DATA';

/** A running program: what glibc keeps between lookups of one thread, and the two error variables that its layers talk through. */
export interface GlibcProcess {
  readonly world: World;
  readonly switches: GlibcSwitches;
  /** `errno` where its value matters; `none` is 0. */
  errno: string;
  herrno: Herrno;
  conf: ResolvConf | undefined;
  /** Thread's copy of the options: the downgrade to single requests lives here. */
  options: ResolverOptions;
  /** Text that `conf` was read from, to notice a change. */
  confText: ByteText | undefined;
  /** Options were changed by the downgrade, which up to 2.39 stops reloading. */
  optionsTouched: boolean;
  ipv6Unavailable: boolean;
  ednsRefused: boolean;
  queriesSent: number;
  services: { readonly text: ByteText | undefined; readonly list: readonly NssService[] | undefined } | undefined;
  /** Open UDP sockets by index of the server. */
  readonly sockets: Map<number, UdpSocket>;
  trail: Step[];
  startedAt: number;
}

export function startProcess(world: World, switches: GlibcSwitches): GlibcProcess {
  return {
    world,
    switches,
    errno: 'none',
    herrno: 'success',
    conf: undefined,
    options: { ...parseResolvConf({ text: '', env: {}, hostname: '' }, switches).options },
    confText: undefined,
    optionsTouched: false,
    ipv6Unavailable: false,
    ednsRefused: false,
    queriesSent: 0,
    services: undefined,
    sockets: new Map(),
    trail: [],
    startedAt: 0,
  };
}

export function note(process: GlibcProcess, step: Omit<Step, 'atMs'>): void {
  process.trail.push({ atMs: process.world.clock.now() - process.startedAt, ...step });
}

/** `__resolv_context_get`: the configuration, read once, and again after a change where the release does that. */
export function resolverConfiguration(process: GlibcProcess): ResolvConf {
  const { conf, switches, world } = process;
  if (conf !== undefined && (!switches.reload || process.options.noReload || process.optionsTouched)) return conf;
  const text = world.readFile('resolv.conf');
  if (conf !== undefined && text === process.confText) return conf;
  const fresh = parseResolvConf({ text, env: world.env, hostname: world.hostname }, switches);
  process.conf = fresh;
  process.confText = text;
  process.options = { ...fresh.options };
  closeSockets(process);
  return fresh;
}

/** Services for `hosts`. Read again when the file changed, since 2.33. */
export function hostsServices(process: GlibcProcess): readonly NssService[] | undefined {
  const known = process.services;
  if (known !== undefined && !process.switches.rewrittenNss) return known.list;
  const text = process.world.readFile('nsswitch.conf');
  if (known !== undefined && known.text === text) return known.list;
  const list = parseHostsServices(text, process.switches);
  process.services = { text, list };
  return list;
}

/** `__res_iclose`. */
export function closeSockets(process: GlibcProcess): void {
  for (const socket of process.sockets.values()) socket.close();
  process.sockets.clear();
}
