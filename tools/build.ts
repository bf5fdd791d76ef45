// `npm run build`: dist/ for publishing (modules, declarations, shipped data; dist/main.js is the program) and dist/basewise.mjs, one file with workers and
// data inside that runs on any Node >= 22.18.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { buildSingleFile } from './build-single-file.ts';

rmSync('dist', { recursive: true, force: true });
const compile = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (compile.status !== 0) process.exit(compile.status ?? 1);
cpSync('data/profiles', 'dist/data/profiles', { recursive: true });
writeFileSync('dist/main.js', "#!/usr/bin/env node\nimport './src/main.js';\n");
chmodSync('dist/main.js', 0o755);
await buildSingleFile('dist/basewise.mjs');
