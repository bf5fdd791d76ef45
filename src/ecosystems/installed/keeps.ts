import { isPackageJson, isSpecification } from './tree-index.ts';

/**
 * Whether the bytes of this file must be kept while layers are walked, because what is installed cannot be known without them.
 * `path` is absolute as the archive has it, `size` in bytes. An image of a thousand npm packages keeps about 3 MB for this, one of
 * a hundred Python distributions about 2 MB.
 */
export function keeps(path: string, size: number): boolean {
  const limit = limitOf(path);
  return limit !== undefined && size <= limit;
}

/** Bytes; far above what real files have. */
export const INSTALLED_LIMITS: Readonly<Record<'manifest' | 'record' | 'deps', number>> = {
  /** package.json, WHEEL, INSTALLER, PKG-INFO, gemspec. */
  manifest: 1 << 20,
  /** RECORD; the largest known (a bundled browser) have 2 MB. */
  record: 8 << 20,
  deps: 8 << 20,
};

function limitOf(path: string): number | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  switch (name) {
    case 'package.json':
      return isPackageJson(path) ? INSTALLED_LIMITS.manifest : undefined;
    case 'RECORD':
      return path.endsWith('.dist-info/RECORD') ? INSTALLED_LIMITS.record : undefined;
    case 'WHEEL':
    case 'INSTALLER':
      return /\.dist-info\/[^/]+$/.test(path) ? INSTALLED_LIMITS.manifest : undefined;
    case 'PKG-INFO':
      return /\.egg-info\/[^/]+$/.test(path) ? INSTALLED_LIMITS.manifest : undefined;
    default:
      if (name.endsWith('.deps.json')) return INSTALLED_LIMITS.deps;
      if (name.endsWith('.egg-info')) return INSTALLED_LIMITS.manifest;
      return name.endsWith('.gemspec') && isSpecification(path) ? INSTALLED_LIMITS.manifest : undefined;
  }
}
