import { chmodSync, cpSync, globSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from 'esbuild';
import { bundleSettings } from './bundle-settings.ts';
import { replaceProfileBytes } from './profile-bytes.ts';

/**
 * The published modules: one small door for the program, one for the library and one for each worker, and the chunks that they share. A few large
 * modules load in half the time of six hundred small ones, and what a command does not need stays unread. Dependencies stay packages of their own.
 */
export async function buildPackage(folder: string): Promise<void> {
  const workers = globSync('src/**/*-worker.ts').map((file) => [basename(file, '.ts'), file]);
  await build({
    ...bundleSettings,
    entryPoints: { main: 'src/main.ts', index: 'src/index.ts', ...Object.fromEntries(workers) },
    outdir: folder,
    splitting: true,
    packages: 'external',
    plugins: [replaceProfileBytes(readBeside)],
  });
  cpSync('data/profiles', `${folder}/profiles`, { recursive: true, filter: (file) => !file.endsWith('.json') });
  chmodSync(`${folder}/main.js`, 0o755);
}

// Chunks lie flat beside the doors: wherever a module ends up, its worker and the profiles are beside it.
const readBeside = `import { readFileSync } from 'node:fs';
export function profileBytes(file) { return readFileSync(new URL('./profiles/' + file, import.meta.url)); }
`;
