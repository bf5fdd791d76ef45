import { fromByteText } from '../../formats/wire/byte-text.ts';
import type { ByteText } from '../../formats/wire/byte-text.ts';
import { configurationTraps } from '../../judge/resolver/configuration-traps.ts';
import type { ConfigurationTrap } from '../../judge/resolver/configuration-traps.ts';
import type { LibcResolver } from '../../judge/resolver/libc-resolver.ts';
import { parseHostsServices } from '../../resolver/glibc/nsswitch.ts';
import { parseResolvConf } from '../../resolver/glibc/resolv-conf.ts';
import { parseGoDnsConfig } from '../../resolver/go/dns-config.ts';
import { goSwitches, newestMinor } from '../../resolver/go/switches.ts';
import { muslConfiguration } from '../../resolver/musl/configuration.ts';
import type { NetworkInterface } from '../../resolver/network.ts';
import type { ProcessPlace } from './clients-of.ts';

/** What a resolver makes of the configuration files. */
export interface ConfigurationView {
  readonly readBy: string;
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  readonly ndots: number;
  /** Seconds until it gives a server up, or (musl) until it gives up. */
  readonly timeout: number;
  readonly attempts: number;
  /** Order of sources; musl knows one. */
  readonly sources: readonly string[];
  readonly traps: readonly ConfigurationTrap[];
}

export function viewOfLibc(resolver: LibcResolver, place: ProcessPlace, interfaces: readonly NetworkInterface[]): ConfigurationView {
  const text = place.files['resolv.conf'];
  const traps = configurationTraps(text ?? '', resolver);
  if (resolver.family === 'musl') {
    const { nameservers, search, ndots, timeout, attempts } = muslConfiguration(text, resolver.switches, interfaces);
    return { readBy: resolver.name, nameservers, search: words(search), ndots, timeout, attempts, sources: ['files', 'dns'], traps };
  }
  const { nameservers, search, ndots, timeout, attempts } = parseResolvConf(
    { text, env: place.env, hostname: place.hostname },
    resolver.switches,
  );
  const services = parseHostsServices(place.files['nsswitch.conf'], resolver.switches);
  const sources = services === undefined ? [] : services.map(({ name }) => fromByteText(name));
  return { readBy: resolver.name, nameservers, search: search.map(fromByteText), ndots, timeout, attempts, sources, traps };
}

export function viewOfGo(version: string, { files, hostname }: ProcessPlace): ConfigurationView {
  const { servers, search, ndots, timeoutMs, attempts } = parseGoDnsConfig(files['resolv.conf'], hostname, goSwitches(newestMinor));
  const shown = search.map((domain) => fromByteText(domain.replace(/\.$/, '')));
  return {
    readBy: version,
    nameservers: servers,
    search: shown,
    ndots,
    timeout: timeoutMs / 1000,
    attempts,
    sources: ['files', 'dns'],
    traps: [],
  };
}

function words(text: ByteText): readonly string[] {
  return text
    .split(/[\t-\r ]+/)
    .filter((word) => word !== '')
    .map(fromByteText);
}
