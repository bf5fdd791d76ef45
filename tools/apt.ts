import { spawnSync } from 'node:child_process';
import { delimiter, resolve } from 'node:path';

/** Installs Debian packages that are missing. Labs and conformance need them; the hermetic suite never does. */
export function aptInstall(packages: readonly string[]): void {
  const missing = packages.filter(
    (name) => spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' }).stdout !== 'install ok installed',
  );
  if (missing.length === 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], { env, encoding: 'utf8' });
  process.stderr.write(`installing ${missing.join(' ')}\n`);
  spawnSync('apt-get', ['update', '-q'], { env, stdio: 'ignore' });
  const run = install();
  if (run.status !== 0) throw new Error(`apt-get install ${missing.join(' ')} failed\n${run.stderr}`);
}

/** The environment for the kits' recipes: the machine's own node and npm (with its headers), not the project's. */
export function hostEnvironment(): NodeJS.ProcessEnv {
  const own = resolve('node_modules');
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((entry) => !entry.startsWith(own) && !entry.includes('node_modules/.bin') && !entry.includes('node-gyp-bin'));
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'));
  return { ...Object.fromEntries(clean), PATH: path.join(delimiter) };
}
