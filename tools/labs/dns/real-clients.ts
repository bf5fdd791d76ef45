import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A resolver that can be run: where its /etc is, and how it is called. */
export interface RealClient {
  /** Model it is held against. */
  readonly id: string;
  readonly kind: 'libc' | 'go' | 'node';
  /** Root folder whose /etc it reads: a Debian libc's own tree, or the machine's. */
  readonly root: string;
  readonly command: readonly string[];
}

const here = dirname(fileURLToPath(import.meta.url));
const suites = ['bullseye', 'bookworm', 'trixie', 'sid'];
const etcFiles = ['resolv.conf', 'hosts', 'nsswitch.conf', 'host.conf'];

/** Debian's musl and glibc of each suite in trees of their own, Go and Node from the machine. What cannot be had is named in `skipped`. */
export function realClients(scratch: string): { clients: readonly RealClient[]; skipped: readonly string[] } {
  const skipped: string[] = [];
  const found = new Map<string, RealClient>();
  for (const suite of suites) {
    for (const add of [addMusl, addGlibc]) {
      const client = add(scratch, suite);
      if (typeof client === 'string') skipped.push(client);
      else found.set(client.id, client);
    }
  }
  for (const client of [goClient(scratch), nodeClient()]) {
    if (typeof client === 'string') skipped.push(client);
    else found.set(client.id, client);
  }
  return { clients: [...found.values()], skipped };
}

function addMusl(scratch: string, suite: string): RealClient | string {
  const unpacked = unpack(scratch, suite, 'musl');
  if (unpacked === undefined) return `musl of ${suite}: cannot be downloaded`;
  const [library] = globSync(join(unpacked.root, '{,usr/}lib/x86_64-linux-musl/libc.so'));
  if (library === undefined) return `musl of ${suite}: no libc.so in it`;
  const version = /^\d+\.\d+\.\d+/.exec(unpacked.version)?.[0] ?? '';
  mkdirSync(join(unpacked.root, 'lib'), { recursive: true });
  copyFileSync(library, join(unpacked.root, 'lib/ld-lab.so'));
  compile('musl-gcc', unpacked.root);
  return { id: `musl-${version}`, kind: 'libc', root: withEtc(unpacked.root), command: ['/lib/ld-lab.so', '/client'] };
}

function addGlibc(scratch: string, suite: string): RealClient | string {
  const unpacked = unpack(scratch, suite, 'libc6');
  if (unpacked === undefined) return `glibc of ${suite}: cannot be downloaded`;
  const [loader] = globSync(join(unpacked.root, '{,usr/}lib/x86_64-linux-gnu/ld-linux-x86-64.so.2'));
  if (loader === undefined) return `glibc of ${suite}: no loader in it`;
  const version = /^\d+\.\d+/.exec(unpacked.version)?.[0] ?? '';
  const libraries = dirname(loader).slice(unpacked.root.length);
  compile('gcc', unpacked.root);
  const command = [`${libraries}/ld-linux-x86-64.so.2`, '--library-path', libraries, '/client'];
  return { id: `glibc-${version}`, kind: 'libc', root: withEtc(unpacked.root), command };
}

function goClient(scratch: string): RealClient | string {
  const program = join(scratch, 'client-go');
  const env = { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'go1.24.4', GOFLAGS: '-mod=mod', GOCACHE: join(scratch, 'go-cache') };
  const built = spawnSync('go', ['build', '-o', program, join(here, 'client.go')], { env, encoding: 'utf8' });
  if (built.status !== 0) return 'go: no Go 1.24 on this machine';
  return { id: 'go-1.24', kind: 'go', root: '/', command: [program] };
}

function nodeClient(): RealClient | string {
  const node = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => existsSync(path));
  const version = node === undefined ? '' : spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  if (node === undefined || !version.startsWith('v20.'))
    return `node: the recordings are of Node 20, this machine has ${version || 'none'}`;
  return { id: 'node-resolve4', kind: 'node', root: '/', command: [node, join(here, 'client.mjs')] };
}

/** A package of a suite, downloaded with an apt configuration of its own and unpacked. */
function unpack(scratch: string, suite: string, name: string): { root: string; version: string } | undefined {
  const state = join(scratch, 'apt', suite);
  const root = join(scratch, 'roots', `${name}-${suite}`);
  for (const part of ['lists/partial', 'archives/partial', 'debs']) mkdirSync(join(state, part), { recursive: true });
  const config = join(state, 'apt.conf');
  if (!existsSync(config)) {
    writeFileSync(join(state, 'status'), '');
    writeFileSync(join(state, 'sources.list'), `deb ${mirror()} ${suite} main\n`);
    const paths = {
      State: `Lists "${state}/lists"; Status "${state}/status";`,
      Cache: `archives "${state}/archives"; pkgcache ""; srcpkgcache "";`,
    };
    writeFileSync(
      config,
      `Dir::State { ${paths.State} };\nDir::Cache { ${paths.Cache} };\nDir::Etc::SourceList "${state}/sources.list";\nDir::Etc::SourceParts "/nonexistent";\n` +
        'APT::Architecture "amd64";\nAPT::Architectures { "amd64"; };\nAcquire::Languages "none";\nAcquire::Check-Valid-Until "false";\nAPT::Sandbox::User "root";\n',
    );
    spawnSync('apt-get', ['update', '-qq'], { env: { ...process.env, APT_CONFIG: config } });
  }
  spawnSync('apt-get', ['download', '-qq', name], { cwd: join(state, 'debs'), env: { ...process.env, APT_CONFIG: config } });
  const deb = globSync(join(state, 'debs', `${name}_*.deb`))
    .toSorted()
    .at(-1);
  if (deb === undefined) return undefined;
  mkdirSync(root, { recursive: true });
  if (spawnSync('dpkg-deb', ['-x', deb, root]).status !== 0) return undefined;
  const version = spawnSync('dpkg-deb', ['-f', deb, 'Version'], { encoding: 'utf8' }).stdout.trim();
  return { root, version };
}

/** The archive that this machine's apt uses. */
function mirror(): string {
  const sites = spawnSync('apt-get', ['indextargets', '--format', '$(SITE)', 'Created-By: Packages'], { encoding: 'utf8' }).stdout.split(
    '\n',
  );
  return sites.map((site) => site.replace(/\/+$/, '')).find((site) => site.endsWith('/debian')) ?? 'http://deb.debian.org/debian';
}

function compile(compiler: string, root: string): void {
  const flags = ['-O1', '-nostartfiles', '-fno-stack-protector', '-o', join(root, 'client'), join(here, 'client.c')];
  const run = spawnSync(compiler, flags, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${compiler} failed\n${run.stderr}`);
}

/** Files to mount over. */
function withEtc(root: string): string {
  mkdirSync(join(root, 'etc'), { recursive: true });
  for (const name of etcFiles) writeFileSync(join(root, 'etc', name), name === 'host.conf' ? 'multi on\n' : '');
  return root;
}
