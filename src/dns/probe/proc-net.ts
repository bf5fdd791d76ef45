import { formatIp, parseIp } from '../../formats/wire/ip-address.ts';

export interface ProbedHost {
  readonly interfaces: readonly {
    readonly name: string;
    readonly state: 'up';
    readonly addresses: readonly string[];
    readonly ipv6LinkLocal: boolean;
  }[];
  readonly routes: readonly { readonly destination: string; readonly via: string; readonly interface: string }[];
}

/** Interfaces and routes from /proc/net: `route`, `fib_trie` (own IPv4 addresses) and `if_inet6` (own IPv6 addresses). What cannot be read is left out. */
export function hostFromProcNet(files: ReadonlyMap<string, string>): ProbedHost {
  const routes = ipv4Routes(files.get('route') ?? '');
  const addresses = new Map<string, Set<string>>([['lo', new Set(['127.0.0.1/8'])]]);
  const add = (name: string, address: string): void => void (addresses.get(name) ?? addresses.set(name, new Set()).get(name))?.add(address);
  for (const address of localIpv4(files.get('fib_trie') ?? '')) {
    const direct = routes.find(({ via, network, mask }) => via === 0 && mask !== 0 && (toNumber(address) & mask) >>> 0 === network);
    if (direct !== undefined) add(direct.interface, `${address}/${prefixOf(direct.mask)}`);
  }
  for (const { name, address } of ipv6Addresses(files.get('if_inet6') ?? '')) add(name, address);
  return {
    interfaces: [...addresses].map(([name, list]) => ({
      name,
      state: 'up' as const,
      addresses: [...list].filter((address) => !address.startsWith('fe80:')),
      ipv6LinkLocal: [...list].some((address) => address.startsWith('fe80:')),
    })),
    routes: routes
      .filter(({ via }) => via !== 0)
      .map((route) => ({
        destination: `${toText(route.network)}/${prefixOf(route.mask)}`,
        via: toText(route.via),
        interface: route.interface,
      })),
  };
}

interface Ipv4Route {
  readonly interface: string;
  readonly network: number;
  readonly via: number;
  readonly mask: number;
}

/** Numbers are the kernel's own bytes, in the order of a little-endian machine. */
function ipv4Routes(text: string): readonly Ipv4Route[] {
  return text
    .split('\n')
    .slice(1, 1000)
    .flatMap((line) => {
      const [name = '', network = '', via = '', , , , , mask = ''] = line.trim().split(/\s+/);
      if (![network, via, mask].every((each) => /^[0-9A-F]{8}$/.test(each))) return [];
      return [{ interface: name, network: swapped(network), via: swapped(via), mask: swapped(mask) }];
    });
}

function swapped(hex: string): number {
  return Buffer.from(hex, 'hex').readUInt32LE();
}

function localIpv4(text: string): readonly string[] {
  const found = new Set<string>();
  let last = '';
  for (const line of text.split('\n').slice(0, 20_000)) {
    last = /\|-- (\d+\.\d+\.\d+\.\d+)/.exec(line)?.[1] ?? last;
    if (/\/32 host LOCAL/.test(line) && last !== '') found.add(last);
  }
  return [...found].filter((address) => !address.startsWith('127.') && parseIp(address) !== undefined);
}

function ipv6Addresses(text: string): readonly { readonly name: string; readonly address: string }[] {
  return text
    .split('\n')
    .slice(0, 1000)
    .flatMap((line) => {
      const match = /^([0-9a-f]{32}) [0-9a-f]{2} ([0-9a-f]{2}) [0-9a-f]{2} [0-9a-f]{2}\s+(\S+)$/.exec(line.trim());
      if (match === null) return [];
      const [, digits = '', prefix = '', name = ''] = match;
      return [{ name, address: `${formatIp(Uint8Array.from(Buffer.from(digits, 'hex')))}/${Number.parseInt(prefix, 16)}` }];
    });
}

function toNumber(address: string): number {
  return Buffer.from(parseIp(address) ?? []).readUInt32BE();
}

function toText(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return formatIp(Uint8Array.from(bytes));
}

function prefixOf(mask: number): number {
  return mask.toString(2).replaceAll('0', '').length;
}
