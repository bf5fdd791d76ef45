import { chmodSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import { bundleSettings } from './bundle-settings.ts';
import { replaceProfileBytes } from './profile-bytes.ts';

/**
 * Bundles the program into one file. Worker modules are bundled first and embedded as text: the bundle starts them from a data URL, because a
 * file that was copied into a container alone has no siblings. Shipped profiles are embedded likewise.
 */
export async function buildSingleFile(outfile: string): Promise<void> {
  const workers: Record<string, string> = {};
  for (const entry of globSync('src/**/*-worker.ts')) {
    const result = await build({ ...alone, entryPoints: [entry], write: false });
    workers[basename(entry, '.ts')] = result.outputFiles[0]?.text ?? '';
  }
  await build({
    ...alone,
    entryPoints: ['src/main.ts'],
    outfile,
    plugins: [replaceProfileBytes(embeddedProfiles())],
    define: { ...bundleSettings.define, BASEWISE_EMBEDDED_WORKERS: JSON.stringify(workers) },
  });
  chmodSync(outfile, 0o755);
}

// CommonJS dependencies in an ES module bundle ask for `require` of built-in modules.
const banner = { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire('file:///');" };
// The UMD form of a library (jsonc-parser's `main`) asks for its parts by names that no bundler sees.
const mainFields = ['module', 'main'];
const alone: BuildOptions = { ...bundleSettings, banner, mainFields, legalComments: 'eof', minifySyntax: true, minifyWhitespace: true };

function embeddedProfiles(): string {
  const files = Object.fromEntries(globSync('data/profiles/*.br').map((file) => [basename(file), readFileSync(file).toString('base64')]));
  return `const files = ${JSON.stringify(files)};\nexport function profileBytes(file) { return Buffer.from(files[file], 'base64'); }\n`;
}
