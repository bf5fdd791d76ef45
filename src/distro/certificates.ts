import type { Rootfs } from '../tree/rootfs.ts';
import { LIMITS } from './limits.ts';
import { readFile } from './read-file.ts';

/** Root certificates as programs look for them. */
export interface CaCertificates {
  /** Bundles at the usual paths, each file once; `certificates` is null where its bytes were not kept. */
  readonly bundles: readonly { readonly path: string; readonly size: number; readonly certificates: number | null }[];
  /** Names of the form `1d3472b9.0` in /etc/ssl/certs, which OpenSSL finds by hash. */
  readonly hashed: number;
}

/** The union of what Go (crypto/x509 root_linux.go), OpenSSL's and the distributions' defaults name. */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/etc/ssl/certs/ca-bundle.crt',
];

export function describeCaCertificates(rootfs: Rootfs): CaCertificates {
  const seen = new Set<string>();
  const bundles = BUNDLES.flatMap((path) => {
    const found = rootfs.tree.lookup(path);
    // An empty bundle is what a build without the package's post-install step leaves behind.
    if (!found.ok || found.entry.type !== 'file' || found.entry.size === 0 || seen.has(found.entry.identity)) return [];
    seen.add(found.entry.identity);
    return [{ path, size: found.entry.size, certificates: countCertificates(rootfs, path) }];
  });
  return { bundles, hashed: rootfs.tree.list('/etc/ssl/certs').filter((name) => /^[0-9a-f]{8}\.\d+$/.test(name)).length };
}

function countCertificates(rootfs: Rootfs, path: string): number | null {
  const file = readFile(rootfs, path, LIMITS.caBundle);
  if (file.kind !== 'bytes') return null;
  const buffer = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  let count = 0;
  for (let at = buffer.indexOf('-----BEGIN'); at !== -1; at = buffer.indexOf('-----BEGIN', at + 1)) {
    if (/^-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(buffer.toString('latin1', at, at + 40))) count += 1;
  }
  return count;
}
