import type { BuildOptions } from 'esbuild';
import { sourceDigest } from '../../src/cli/cache/source-digest.ts';

/** What every bundle of the program is made with. Values are named by what the program was built from, whichever way it was bundled. */
export const bundleSettings: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  logLevel: 'warning',
  define: { BASEWISE_SOURCE_DIGEST: JSON.stringify(sourceDigest('.')) },
};
