// `npm run build`: dist/ for publishing (modules and declarations) and dist/basewise.mjs, one file with workers and data inside that runs on any Node >= 22.18.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { buildSingleFile } from './build-single-file.ts';

rmSync('dist', { recursive: true, force: true });
const compile = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (compile.status !== 0) process.exit(compile.status ?? 1);
await buildSingleFile('dist/basewise.mjs');
