import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { ConfigurationFile } from '../../resolver/client.ts';
import { goUsesCgo } from '../../resolver/go/lookup-order.ts';
import { goSwitches, newestMinor, oldestMinor } from '../../resolver/go/switches.ts';
import type { WhoResolves } from './who-resolves.ts';

export type Files = Partial<Readonly<Record<ConfigurationFile, ByteText>>>;

/** A model to look up as, and why it stands for the program. */
export interface StandIn {
  /** As `findClient` knows it. */
  readonly client: string;
  readonly because: 'its-libc' | 'its-go' | 'go-with-cgo' | 'node-resolve' | 'bundled-musl' | 'other-tool';
}

export interface ProcessPlace {
  readonly files: Files;
  readonly env: Readonly<Record<string, string>>;
  readonly hostname: string;
}

/** The models that stand for a program, the first for what it does ordinarily. Empty where nothing is modelled. */
export function clientsOf(who: WhoResolves, place: ProcessPlace, name: ByteText): readonly StandIn[] {
  switch (who.kind) {
    case 'libc': {
      if (who.go !== undefined && !goesToLibc(who.go.version, place, name)) return goClient(who.go.version);
      if (who.resolver === null) return [];
      const own: StandIn = { client: who.resolver.client, because: who.go === undefined ? 'its-libc' : 'go-with-cgo' };
      return /\/(?:node|nodejs)$/.test(who.program ?? '') ? [own, { client: 'node-resolve4', because: 'node-resolve' }] : [own];
    }
    case 'go':
      return goClient(who.go.version);
    case 'static':
      // The version inside is not known: the two behaviours that matter.
      return who.libc === 'musl' ? ['musl-1.2.3', 'musl-1.2.5'].map((client) => ({ client, because: 'bundled-musl' })) : [];
    case 'unknown':
      return [];
  }
}

function goClient(version: string): readonly StandIn[] {
  return [{ client: `go-1.${goMinor(version)}`, because: 'its-go' }];
}

/** The nearest release that is modelled. */
function goMinor(version: string): number {
  const minor = Number(/^go1\.(\d{1,3})/.exec(version)?.[1] ?? newestMinor);
  return Math.min(newestMinor, Math.max(oldestMinor, minor));
}

/** A program with cgo asks libc for this name (native-dependencies.md, section 4.4). */
function goesToLibc(version: string, { files, env, hostname }: ProcessPlace, name: ByteText): boolean {
  const debug = env['GODEBUG'] ?? '';
  return goUsesCgo({
    switches: goSwitches(goMinor(version)),
    cgoAvailable: true,
    goForced: /netdns=go\b/.test(debug),
    cgoForced: /netdns=cgo\b/.test(debug),
    env,
    resolvConf: files['resolv.conf'],
    nsswitch: files['nsswitch.conf'],
    mdnsAllowExists: false,
    hostname,
    name,
  }).cgo;
}
