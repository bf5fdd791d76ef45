import type { ConfigurationFile } from '../client.ts';

/** A scenario as `conformance/dns/README.md` describes it, checked and with its defaults filled in. Text is ordinary text. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** False for a transcript: what its servers were not asked is unknown. */
  readonly complete: boolean;
  readonly request: ScenarioRequest;
  readonly files: ScenarioFiles;
  readonly env: Readonly<Record<string, string>>;
  readonly host: ScenarioHost;
  readonly limitSeconds: number;
  readonly servers: readonly ScenarioServer[];
}

export type ScenarioFiles = Partial<Readonly<Record<ConfigurationFile, string>>>;

export interface ScenarioRequest {
  readonly name: string;
  readonly service: string | undefined;
  readonly family: 'unspec' | 'inet' | 'inet6';
  readonly socktype: 'SOCK_STREAM' | undefined;
  readonly flags: readonly string[];
  readonly nullHints: boolean;
  /** Lookups in one process. */
  readonly count: number;
  /** What happens between the first and the second lookup. */
  readonly between?: { readonly sleepSeconds: number; readonly files: ScenarioFiles };
}

export interface ScenarioHost {
  readonly hostname: string;
  readonly interfaces: readonly ScenarioInterface[];
  readonly routes: readonly { readonly destination: string; readonly via: string; readonly interface: string }[];
  readonly bindv6only: boolean;
  readonly nssModules: readonly string[] | undefined;
}

export interface ScenarioInterface {
  readonly name: string;
  readonly up: boolean;
  /** Address and prefix length, as in `10.9.0.5/16`. */
  readonly addresses: readonly string[];
  /** The kernel gave it an automatic fe80::/64 address. */
  readonly ipv6LinkLocal: boolean;
}

export type TcpMode =
  | 'ok'
  | 'refused'
  | 'filtered'
  | 'closed-after-accept'
  | 'reset'
  | 'silent'
  | 'closes-after-first-answer'
  | 'unreachable';

export interface ScenarioServer {
  readonly address: string;
  readonly udp: boolean;
  readonly tcp: TcpMode;
  readonly network?: 'unreachable' | 'no-such-address';
  readonly gated: boolean;
  readonly replies: readonly ScenarioRule[];
}

export interface ScenarioRule {
  readonly transport?: 'udp' | 'tcp';
  readonly type: string;
  readonly name: string;
  readonly nth?: { readonly from: number; readonly to: number };
  readonly ednsMinSize?: number;
  readonly actions: readonly ScenarioAction[];
}

export type ScenarioAction =
  | { readonly kind: 'drop' }
  | { readonly kind: 'echo'; readonly delayMs: number }
  | {
      readonly kind: 'reply';
      readonly delayMs: number;
      readonly bytes: Uint8Array;
      readonly wrongId: boolean;
      readonly from?: { readonly address: string; readonly port: number };
      readonly close: boolean;
    };
