import { LIMITS } from './limits.ts';

/**
 * Whether the bytes of this file must be kept while layers are walked, because some question about the base reads it later.
 * `path` is absolute as the archive has it, before links and layers are merged; `size` in bytes. Everything named here is small but the
 * databases of rpm. What is over its budget is not kept and becomes an `unknown` where it is asked for.
 */
export function keeps(path: string, size: number): boolean {
  const limit = EXACT.get(path) ?? (PLACES.test(path) ? PATTERNS.find(([pattern]) => pattern.test(path))?.[1] : undefined);
  return limit !== undefined && size <= limit;
}

const EXACT: ReadonlyMap<string, number> = new Map([
  ...['/etc/os-release', '/usr/lib/os-release', '/etc/alpine-release', '/etc/debian_version', '/etc/redhat-release'].map(release),
  ...['/usr/lib/alpine-release', '/etc/centos-release', '/etc/system-release', '/usr/lib/system-release', '/usr/lib/redhat-release'].map(
    release,
  ),
  ...['/etc/passwd', '/etc/group', '/etc/shells', '/etc/apk/repositories', '/etc/nsswitch.conf', '/etc/timezone'].map(account),
  ['/lib/apk/db/installed', LIMITS.apkInstalled],
  ['/usr/lib/apk/db/installed', LIMITS.apkInstalled],
  ['/var/lib/dpkg/status', LIMITS.dpkgStatus],
  ['/var/lib/dpkg/diversions', LIMITS.dpkgList],
  ['/var/lib/chisel/manifest.wall', LIMITS.chiselManifest],
  ['/bin/busybox', LIMITS.busybox],
  ['/usr/bin/busybox', LIMITS.busybox],
]);

/** Asked of every file of an image, so the common answer is given first. */
const PLACES = /^\/(?:var\/lib\/|etc\/|usr\/(?:lib\/sysimage|share)\/rpm\/)/;

const PATTERNS: readonly (readonly [RegExp, number])[] = [
  [/^\/var\/lib\/dpkg\/status\.d\/[^/]+$/, LIMITS.dpkgList],
  [/^\/var\/lib\/dpkg\/info\/[^/]+\.list$/, LIMITS.dpkgList],
  [/^\/(?:var\/lib|usr\/lib\/sysimage|usr\/share)\/rpm\/(?:Packages|Packages\.db|rpmdb\.sqlite|rpmdb\.sqlite-wal)$/, LIMITS.rpmDatabase],
  [/^\/var\/lib\/rpmmanifest\/container-manifest-2$/, LIMITS.rpmManifest],
  [/^\/etc\/ssl\/(?:cert\.pem|certs\/ca-certificates\.crt|certs\/ca-bundle\.crt|ca-bundle\.pem)$/, LIMITS.caBundle],
  [/^\/etc\/pki\/(?:tls\/certs\/ca-bundle\.crt|ca-trust\/extracted\/pem\/tls-ca-bundle\.pem)$/, LIMITS.caBundle],
];

function release(path: string): [string, number] {
  return [path, LIMITS.release];
}

function account(path: string): [string, number] {
  return [path, LIMITS.account];
}
