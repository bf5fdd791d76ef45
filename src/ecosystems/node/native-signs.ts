import type { LockedPackage } from '../../formats/text/lockfiles/lockfile.ts';
import type { Why } from '../lockfiles/selected-package.ts';

/**
 * What a lock says of native code in a package that has no platform packages (native-dependencies.md 3.3, strongest first). None of it decides: which file the package's
 * own loader opens is in its tarball. No sign is no proof either: libpq and better-sqlite3 13 show next to nothing.
 */
export function nativeSign(entry: LockedPackage): Why {
  const names = new Set(entry.edges.map(({ name }) => name));
  const mechanism = mechanisms.find((name) => names.has(name));
  if (mechanism !== undefined) return { kind: 'mechanism', mechanism };
  if (entry.installScript === true) return { kind: 'sign', sign: 'an install script' };
  return { kind: 'no-sign' };
}

const mechanisms: readonly string[] = [
  'node-gyp-build',
  'node-gyp-build-optional-packages',
  'prebuild-install',
  '@mapbox/node-pre-gyp',
  'node-pre-gyp',
  'pkg-prebuilds',
  'cmake-ts',
  'cmake-js',
  'install-artifact-from-github',
  'require-addon',
  'node-gyp',
  'bindings',
  'nan',
  'node-addon-api',
  'napi-macros',
  'node-api-headers',
  'detect-libc',
];
