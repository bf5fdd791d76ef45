import { chmodSync, globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';

/**
 * Bundles the program into one file. Worker modules are bundled first and embedded as text: the bundle starts them from a data URL, because a
 * file that was copied into a container alone has no siblings. Shipped profiles are embedded likewise.
 */
export async function buildSingleFile(outfile: string): Promise<void> {
  const workers: Record<string, string> = {};
  for (const entry of globSync('src/**/*-worker.ts')) {
    const result = await build({ ...shared, entryPoints: [entry], write: false });
    workers[basename(entry, '.ts')] = result.outputFiles[0]?.text ?? '';
  }
  await build({
    ...shared,
    entryPoints: ['src/main.ts'],
    outfile,
    plugins: [embedProfiles],
    define: { BASEWISE_EMBEDDED_WORKERS: JSON.stringify(workers) },
  });
  chmodSync(outfile, 0o755);
}

// CommonJS dependencies in an ES module bundle ask for `require` of built-in modules.
const banner = { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire('file:///');" };
// The UMD form of a library (jsonc-parser's `main`) asks for its parts by names that no bundler sees.
const mainFields: string[] = ['module', 'main'];
const shared = {
  bundle: true,
  platform: 'node',
  mainFields,
  format: 'esm',
  target: 'node22',
  legalComments: 'eof',
  minifySyntax: true,
  minifyWhitespace: true,
  banner,
  logLevel: 'warning',
} as const;

const embedProfiles: Plugin = {
  name: 'embed-profiles',
  setup(context) {
    context.onLoad({ filter: /profiles[/\\]profile-bytes\.ts$/ }, () => {
      const files = Object.fromEntries(
        globSync('data/profiles/*.br').map((file) => [basename(file), readFileSync(resolve(file)).toString('base64')]),
      );
      const contents = `const files = ${JSON.stringify(files)};\nexport function profileBytes(file) { return Buffer.from(files[file], 'base64'); }\n`;
      return { contents, loader: 'js' };
    });
  },
};
