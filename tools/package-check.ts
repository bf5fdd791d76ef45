// `npm run package:check`: builds, lets publint judge the package, installs the packed tarball into an empty folder and runs its `basewise` there.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { version } from '../src/cli/version.ts';

const folder = mkdtempSync(join(tmpdir(), 'basewise-package-'));
try {
  run('npm', ['run', '--silent', 'build']);
  run('publint', ['--strict', '--pack', 'false']);
  const packed = run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]).trim();
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', join(folder, packed)], folder);
  expectVersion(run(join(folder, 'node_modules/.bin/basewise'), ['--version'], folder));
  copyFileSync('dist/basewise.mjs', join(folder, 'alone.mjs'));
  rmSync(join(folder, 'node_modules'), { recursive: true });
  expectVersion(run(process.execPath, [join(folder, 'alone.mjs'), '--version'], folder));
  // Lockfiles, YAML and the shell parser are only loaded when they are needed: what --version does not ask for can still be missing.
  expectUnits(
    run(
      process.execPath,
      [join(folder, 'alone.mjs'), 'check', join(process.cwd(), 'examples/orders'), '--format', 'json', '--fail-on', 'never'],
      folder,
    ),
  );
  run(
    process.execPath,
    ['--input-type=module', '-e', "await import('file://' + process.argv[1])", join(process.cwd(), 'dist/index.js')],
    folder,
  );
  console.log(`package: ${packed} installs and runs, and so does basewise.mjs alone`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(command: string, args: readonly string[], cwd: string = process.cwd()): string {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${result.status}\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

function expectUnits(printed: string): void {
  const report = JSON.parse(printed) as { readonly units: readonly { readonly kind: string }[] };
  const kinds = new Set(report.units.map(({ kind }) => kind));
  if (!kinds.has('stage') || !kinds.has('lockfile')) throw new Error(`expected a stage and a lockfile, got: ${[...kinds].join(' ')}`);
}

function expectVersion(printed: string): void {
  if (printed.trim() !== version) throw new Error(`expected version ${version}, got: ${printed}`);
}
