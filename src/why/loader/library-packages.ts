/** Packages of libraries that are missing most often, by distribution family (package-mapping reference). */
const PACKAGES: Readonly<Record<string, { readonly alpine: string; readonly debian: string; readonly fedora: string }>> = {
  'libstdc++.so.6': { alpine: 'libstdc++', debian: 'libstdc++6', fedora: 'libstdc++' },
  'libgcc_s.so.1': { alpine: 'libgcc', debian: 'libgcc-s1', fedora: 'libgcc' },
  'libgomp.so.1': { alpine: 'libgomp', debian: 'libgomp1', fedora: 'libgomp' },
  'libssl.so.3': { alpine: 'libssl3', debian: 'libssl3 (libssl3t64 from Debian 13, Ubuntu 24.04)', fedora: 'openssl-libs' },
  'libcrypto.so.3': { alpine: 'libcrypto3', debian: 'libssl3 (libssl3t64 from Debian 13, Ubuntu 24.04)', fedora: 'openssl-libs' },
  'libz.so.1': { alpine: 'zlib', debian: 'zlib1g', fedora: 'zlib' },
  'libpq.so.5': { alpine: 'libpq', debian: 'libpq5', fedora: 'libpq' },
  'libffi.so.8': { alpine: 'libffi', debian: 'libffi8', fedora: 'libffi' },
  'libxml2.so.2': { alpine: 'libxml2', debian: 'libxml2', fedora: 'libxml2' },
  'libcurl.so.4': { alpine: 'libcurl', debian: 'libcurl4', fedora: 'libcurl' },
  'libsqlite3.so.0': { alpine: 'sqlite-libs', debian: 'libsqlite3-0', fedora: 'sqlite-libs' },
  'libGL.so.1': { alpine: 'mesa-gl', debian: 'libgl1', fedora: 'mesa-libGL' },
  'libglib-2.0.so.0': { alpine: 'glib', debian: 'libglib2.0-0 (libglib2.0-0t64 from Debian 13)', fedora: 'glib2' },
  'libfontconfig.so.1': { alpine: 'fontconfig', debian: 'libfontconfig1', fedora: 'fontconfig' },
  'libfreetype.so.6': { alpine: 'freetype', debian: 'libfreetype6', fedora: 'freetype' },
};

/** What to install for a library, by family; null where it is not of the table. */
export function packagesOf(library: string): string | null {
  const found = Object.hasOwn(PACKAGES, library) ? PACKAGES[library] : undefined;
  return found === undefined ? null : `${found.alpine} (Alpine), ${found.debian} (Debian, Ubuntu), ${found.fedora} (Fedora, RHEL)`;
}
