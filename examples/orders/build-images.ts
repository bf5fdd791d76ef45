// node examples/orders/build-images.ts FOLDER: builds orders-debian.tar and orders-musl.tar (docker-archive), see README.md beside this file.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeDockerArchive } from './docker-archive.ts';

const unpack = `
  dpkg-deb -x "$1" "$2"
  name=$(dpkg-deb -f "$1" Package)
  { echo "Package: $name"; echo "Status: install ok installed"; dpkg-deb -f "$1" | grep -v '^Package:'; echo; } >> "$3/status"
  dpkg-deb --fsys-tarfile "$1" | tar -t | sed 's,^\\.,,; s,/$,,' | grep . > "$3/info/$name.list"`;

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? '.');
const work = mkdtempSync(join(tmpdir(), 'basewise-orders-'));
try {
  mkdirSync(out, { recursive: true });
  const app = installApp(join(work, 'app-layer'));
  const config = { Cmd: ['node', 'server.js'], WorkingDir: '/app', Env: ['PATH=/usr/local/bin:/usr/bin:/bin'], User: '' };
  const glibc = debianRoot('debian', ['base-files', 'libc6', 'libgcc-s1', 'libstdc++6']);
  writeDockerArchive(join(out, 'orders-debian.tar'), 'example/orders:debian', [glibc, app], config);
  const musl = debianRoot('musl', ['base-files', 'musl']);
  writeDockerArchive(join(out, 'orders-musl.tar'), 'example/orders:musl', [musl, app], config);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** The service as its Dockerfile's build stage leaves it, with the Node of this repository (a glibc build) at /usr/local/bin/node. */
function installApp(root: string): string {
  const app = join(root, 'app');
  mkdirSync(app, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', 'server.js']) cpSync(join(here, file), join(app, file));
  run('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--os=linux', '--libc=glibc'], app);
  const node = join(here, '../../node_modules/node/bin/node');
  if (!existsSync(node)) throw new Error(`${node} is missing: run npm ci in the repository's root`);
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
  cpSync(node, join(root, 'usr/local/bin/node'));
  return root;
}

/** Unpacks the files of Debian packages (no maintainer scripts) and records them in a dpkg database, so that packages and owners can be read. */
function debianRoot(name: string, packages: readonly string[]): string {
  const debs = join(work, `${name}-debs`);
  const root = join(work, name);
  const database = join(root, 'var/lib/dpkg');
  mkdirSync(debs);
  mkdirSync(join(database, 'info'), { recursive: true });
  if (spawnSync('apt-get', ['download', ...packages], { cwd: debs }).status !== 0) {
    run('apt-get', ['update', '-q'], debs);
    run('apt-get', ['download', ...packages], debs);
  }
  for (const deb of readdirSync(debs)) run('sh', ['-ec', unpack, 'unpack', join(debs, deb), root, database], debs);
  return root;
}

function run(command: string, args: readonly string[], cwd: string): void {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (result.status !== 0)
    throw new Error(
      `${command} ${args.join(' ')}: ${result.error?.message ?? `exit ${result.status}`}\n${result.stdout ?? ''}${result.stderr ?? ''}`,
    );
}
