import { arch } from 'node:os';
import { BasewiseError } from '../../errors.ts';
import type { Platform } from '../../image/source.ts';

/** `os/arch[/variant]` as in `--platform`. Throws BasewiseError `platform-bad`. */
export function parsePlatform(text: string): Platform {
  const [os, architecture, variant, ...rest] = text.split('/');
  if (!os || !architecture || rest.length > 0 || variant === '' || !/^[\w/.-]+$/.test(text)) {
    throw new BasewiseError('platform-bad', `"${text}" is no platform`, {
      hint: 'write os/arch or os/arch/variant: linux/amd64, linux/arm64, linux/arm/v7',
    });
  }
  return normalizePlatform({ os, architecture, ...(variant === undefined ? {} : { variant }) });
}

/** `linux/arm/v7` */
export function formatPlatform(platform: Platform): string {
  return [platform.os, platform.architecture, ...(platform.variant === undefined ? [] : [platform.variant])].join('/');
}

export function samePlatform(one: Platform, other: Platform): boolean {
  return one.os === other.os && one.architecture === other.architecture && one.variant === other.variant;
}

/** Other spellings become the usual one, as containerd does it (platforms/database.go): arm64/v8 is arm64, amd64/v1 is amd64, arm is arm/v7. */
export function normalizePlatform(platform: Platform): Platform {
  const os = OS_NAMES[platform.os.toLowerCase()] ?? platform.os.toLowerCase();
  const given = platform.variant?.toLowerCase();
  const [architecture, implied] = ARCHITECTURE_NAMES[platform.architecture.toLowerCase()] ?? [platform.architecture.toLowerCase()];
  const variant = normalizeVariant(architecture, given === undefined || given === '' ? implied : given);
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

/** Images run on Linux, so the default is linux with the architecture of this machine, whatever its own system. */
export function machinePlatform(architecture: string = arch()): Platform {
  return normalizePlatform({ os: 'linux', architecture: NODE_NAMES[architecture] ?? architecture });
}

/** Where Node's name is also the name of something else in a manifest: its ppc64 is little-endian on every Linux it runs on. */
const NODE_NAMES: Readonly<Record<string, string>> = Object.assign(Object.create(null), { ppc64: 'ppc64le', mipsel: 'mipsle' });

const OS_NAMES: Readonly<Record<string, string>> = Object.assign(Object.create(null), { macos: 'darwin' });

/** GOARCH names by what uname, Debian and Node call them, with the variant that the name implies. */
const ARCHITECTURE_NAMES: Readonly<Record<string, readonly [architecture: string, variant?: string]>> = Object.assign(Object.create(null), {
  i386: ['386'],
  ia32: ['386'],
  x86_64: ['amd64'],
  'x86-64': ['amd64'],
  x64: ['amd64'],
  aarch64: ['arm64'],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
});

function normalizeVariant(architecture: string, variant: string | undefined): string | undefined {
  if (architecture === 'amd64') return variant === 'v1' ? undefined : variant;
  if (architecture === 'arm64') return variant === '8' || variant === 'v8' || variant === 'v8.0' ? undefined : variant;
  if (architecture === 'arm') return variant === undefined ? 'v7' : /^[5-8]$/.test(variant) ? `v${variant}` : variant;
  return variant;
}
