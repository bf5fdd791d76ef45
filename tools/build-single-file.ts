import { chmodSync, globSync } from 'node:fs';
import { build } from 'esbuild';

/**
 * Bundles the program into one file. Worker modules are bundled first and embedded as text: the bundle starts them from a data URL, because a
 * file that was copied into a container alone has no siblings.
 */
export async function buildSingleFile(outfile: string): Promise<void> {
  const workers: Record<string, string> = {};
  for (const entry of globSync('src/**/*-worker.ts')) {
    const result = await build({ ...shared, entryPoints: [entry], write: false });
    const name = entry.split('/').at(-1)?.replace('.ts', '') ?? entry;
    workers[name] = result.outputFiles[0]?.text ?? '';
  }
  await build({
    ...shared,
    entryPoints: ['src/main.ts'],
    outfile,
    define: { BASEWISE_EMBEDDED_WORKERS: JSON.stringify(workers) },
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
  chmodSync(outfile, 0o755);
}

const shared = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  legalComments: 'eof',
  loader: { '.json': 'json' },
  logLevel: 'warning',
} as const;
