import { parseOsRelease } from '../formats/text/os-release.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import { LIMITS } from './limits.ts';
import { readText } from './read-file.ts';

/** Which distribution a tree is, from its files alone. */
export interface Release {
  /** os-release ID: `alpine`, `debian` (Distroless too), `ubuntu`, `rhel`, `amzn`, `wolfi`. */
  readonly distribution: string;
  /** VERSION_ID; on Alpine the full number of alpine-release. Null on rolling and unreleased ones. */
  readonly release: string | null;
  readonly codename?: string;
  readonly prettyName?: string;
  /** ID_LIKE, nearest first. */
  readonly like: readonly string[];
  /** VARIANT_ID. */
  readonly variant?: string;
  /** The file that decided. */
  readonly from: string;
}

/** Null when no file names a distribution. os-release is looked for in /etc and then /usr/lib, as os-release(5) says, through links. */
export function describeRelease(rootfs: Rootfs): Release | null {
  for (const from of ['/etc/os-release', '/usr/lib/os-release']) {
    const text = readText(rootfs, from, LIMITS.release);
    const fields = text === null ? null : parseOsRelease(text);
    const id = fields?.get('ID')?.toLowerCase();
    if (fields != null && id !== undefined && id !== '') return fromOsRelease(rootfs, fields, id, from);
  }
  return fromAlpineRelease(rootfs) ?? fromRedhatRelease(rootfs) ?? fromDebianVersion(rootfs);
}

function fromOsRelease(rootfs: Rootfs, fields: ReadonlyMap<string, string>, id: string, from: string): Release {
  const codename = fields.get('VERSION_CODENAME') ?? fields.get('UBUNTU_CODENAME');
  const prettyName = fields.get('PRETTY_NAME');
  const variant = fields.get('VARIANT_ID');
  const version = fields.get('VERSION_ID');
  return {
    distribution: id,
    release: (id === 'alpine' ? alpineRelease(rootfs) : null) ?? (version === undefined || version === '' ? null : version),
    ...(codename === undefined || codename === '' ? {} : { codename }),
    ...(prettyName === undefined || prettyName === '' ? {} : { prettyName }),
    like: (fields.get('ID_LIKE') ?? '').split(/\s+/).filter((each) => each !== ''),
    ...(variant === undefined || variant === '' ? {} : { variant }),
    from,
  };
}

/** os-release of a derived image may be stale or cut; alpine-release is the file of the package that carries the release. */
function alpineRelease(rootfs: Rootfs): string | null {
  const text = readText(rootfs, '/etc/alpine-release', LIMITS.release)?.trim();
  return text !== undefined && /^\d+\.\d+[\w.+-]*$/.test(text) ? text : null;
}

function fromAlpineRelease(rootfs: Rootfs): Release | null {
  const release = alpineRelease(rootfs);
  return release === null ? null : { distribution: 'alpine', release, like: [], from: '/etc/alpine-release' };
}

const REDHAT_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^CentOS/i, 'centos'],
  [/^Red Hat Enterprise/i, 'rhel'],
  [/^Fedora/i, 'fedora'],
  [/^Amazon Linux/i, 'amzn'],
  [/^Oracle Linux/i, 'ol'],
  [/^Scientific Linux/i, 'scientific'],
];

/** Before os-release (CentOS 6): `CentOS release 6.10 (Final)`. */
function fromRedhatRelease(rootfs: Rootfs): Release | null {
  for (const from of ['/etc/redhat-release', '/etc/system-release']) {
    const text = readText(rootfs, from, LIMITS.release)?.trim() ?? '';
    const distribution = REDHAT_NAMES.find(([pattern]) => pattern.test(text))?.[1];
    const release = /release (\d+(?:\.\d+)*)/.exec(text)?.[1] ?? null;
    if (distribution !== undefined) return { distribution, release, prettyName: text, like: ['rhel', 'fedora'], from };
  }
  return null;
}

/** `12.7` or `trixie/sid`. Derivatives keep the file too, so it speaks only where no os-release does. */
function fromDebianVersion(rootfs: Rootfs): Release | null {
  const text = readText(rootfs, '/etc/debian_version', LIMITS.release)?.trim();
  if (text === undefined || text === '') return null;
  const release = /^(\d+)(?:\.\d+)*$/.exec(text)?.[1] ?? null;
  const codename = release === null ? /^[a-z]+/.exec(text)?.[0] : undefined;
  return { distribution: 'debian', release, ...(codename === undefined ? {} : { codename }), like: [], from: '/etc/debian_version' };
}
