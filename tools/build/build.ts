// `npm run build`: dist/ for publishing (the program, the library with its declarations, shipped profiles) and dist/basewise.mjs, one file with workers
// and data inside that runs on any Node >= 22.18.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { buildPackage } from './package.ts';
import { buildSingleFile } from './single-file.ts';

rmSync('dist', { recursive: true, force: true });
const declare = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (declare.status !== 0) process.exit(declare.status ?? 1);
await buildPackage('dist');
await buildSingleFile('dist/basewise.mjs');
