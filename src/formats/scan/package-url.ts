/** A package URL as far as it tells packages apart. */
export interface PackageUrl {
  readonly type: string;
  readonly name: string;
  readonly version: string | null;
}

/** Types whose namespace is a vendor and no part of the name (purl-spec, types/): `pkg:deb/debian/curl` is curl. */
const vendors = new Set(['deb', 'apk', 'rpm', 'alpm', 'oci', 'generic']);

/** `pkg:TYPE/NAMESPACE/NAME@VERSION?QUALIFIERS#SUBPATH` (package-url/purl-spec), null for what is none. */
export function parsePackageUrl(text: string): PackageUrl | null {
  const match = /^pkg:\/{0,3}([a-z][a-z0-9.+-]*)\/([^?#]+)/i.exec(text);
  if (match === null) return null;
  const [, type = '', rest = ''] = match;
  // A scope's @ is written as %40, so an @ after the last slash begins the version.
  const cut = rest.indexOf('@', rest.lastIndexOf('/') + 1);
  const path = cut === -1 ? rest : rest.slice(0, cut);
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  const own = type.toLowerCase();
  const name = vendors.has(own) ? parts.at(-1) : parts.join('/');
  if (name === undefined || name === '') return null;
  return { type: own, name, version: cut === -1 || cut === rest.length - 1 ? null : decoded(rest.slice(cut + 1)) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
