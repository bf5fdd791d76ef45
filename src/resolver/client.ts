import type { ByteText } from '../formats/wire/byte-text.ts';
import type { Answer } from './outcome.ts';
import type { Clock, Network } from './network.ts';

/** What a program asks: the arguments of `getaddrinfo`, from which the other APIs take what they know. */
export interface LookupRequest {
  /** The name as bytes (a UTF-8 name from a scenario is encoded), verbatim: unescaped, trailing dots and all. */
  readonly name: ByteText;
  readonly service: string | undefined;
  readonly family: 'unspec' | 'inet' | 'inet6';
  readonly socktype: 'SOCK_STREAM' | undefined;
  /** Names such as `AI_ADDRCONFIG`; empty is 0. */
  readonly flags: readonly string[];
  /** The hints pointer was NULL: family, socktype and flags are what that libc takes NULL to mean. */
  readonly nullHints: boolean;
}

/** Names as in /etc. `gai.conf`, `host.conf` and `services` are usually absent. */
export type ConfigurationFile = 'resolv.conf' | 'hosts' | 'nsswitch.conf' | 'gai.conf' | 'host.conf' | 'services';

/** The machine and moment in which a program runs. */
export interface World {
  readonly network: Network;
  readonly clock: Clock;
  /** The file's present bytes; undefined when it does not exist. Files may change between lookups: read again as the client does. */
  readonly readFile: (name: ConfigurationFile) => ByteText | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly hostname: string;
  /** Installed name-service modules (`files`, `dns`, …); undefined when not known: then files and dns. */
  readonly nssModules: readonly string[] | undefined;
}

/** A running process of one client: state that lives across lookups (parsed configuration, downgraded modes) is in its closure. */
export type LookupFunction = (request: LookupRequest) => Promise<Answer>;

/** One client at one version. */
export interface Client {
  /** Canonical spelling: `musl-1.2.3`, `alpine-3.17`, `glibc-2.36`, `go-1.24`, `c-ares-1.34`, `node-resolve4`. */
  readonly id: string;
  /** Folder that models it. */
  readonly family: 'musl' | 'glibc' | 'go' | 'c-ares' | 'node';
  /** `proven`: this very version was observed; `likely`: the model follows sources, nobody ran it. */
  readonly certainty: 'proven' | 'likely';
  /** Whether `request.count` repeats the lookup in one process (the recordings of Go, c-ares and Node made one). */
  readonly repeats: boolean;
  /** Starts a process. Must not do anything observable before the first lookup. */
  readonly start: (world: World) => LookupFunction;
}

/** One folder of models. */
export interface ClientFamily {
  /** Canonical ids of the versions worth listing, oldest first. */
  readonly known: readonly string[];
  /** The client for a canonical id (`glibc-2.36`, also in-between versions the family can model), undefined when not of this family. */
  readonly find: (id: string) => Client | undefined;
}
