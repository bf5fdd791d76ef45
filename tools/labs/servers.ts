// `npm run lab:servers [SERVER…]`: real DNS servers from Debian, each alone in a name space, asked by real resolvers (Debian's musl and glibc) and by their models side
// by side: small answers, answers that just do not fit 512 bytes, and a chain of aliases. Prints what each server does when it truncates. CoreDNS is built
// with BASEWISE_LAB_COREDNS=1. Exits 1 when a model and its library disagree.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aptInstall } from '../apt.ts';
import { section } from '../section.ts';
import { realClients } from './dns/real-clients.ts';
import { coreDns, coreDnsModule, realServers } from './servers/real-servers.ts';

interface Said {
  readonly kind: 'headroom' | 'lookup' | 'message';
  readonly how?: string;
  readonly name: string;
  readonly client?: string;
  readonly real?: string;
  readonly model?: string;
  readonly tcp?: string;
  readonly questions?: readonly { readonly type: string; readonly size?: number; readonly truncated?: string }[];
}

if (spawnSync('unshare', ['-n', '-m', 'true']).status !== 0) {
  console.log('lab servers: skipped, this machine does not allow network name spaces');
  process.exit(0);
}
const only = process.argv.slice(2);
aptInstall(['iproute2', 'bind9-dnsutils', 'gcc', 'libc6-dev', 'musl-tools', ...realServers.flatMap(({ packages }) => packages)]);
const kept = process.env['BASEWISE_LAB_SCRATCH'];
const scratch = kept ?? mkdtempSync(join(tmpdir(), 'basewise-servers-'));
let compared = 0;
let wrong = 0;
const ran: string[] = [];
try {
  const { clients, skipped } = section('fetching the real resolvers', () => realClients(scratch));
  for (const reason of skipped) console.log(`skipped ${reason}`);
  const libcs = clients.filter(({ kind }) => kind === 'libc');
  writeFileSync(join(scratch, 'clients.json'), JSON.stringify(libcs));
  for (const { root } of libcs) writeFileSync(join(root, 'etc/resolv.conf'), 'nameserver 127.0.0.1\n');
  for (const { root } of libcs) writeFileSync(join(root, 'etc/nsswitch.conf'), 'hosts: files dns\n');
  const coreDnsProgram = coreDnsOf(scratch);
  if (coreDnsProgram === null) console.log('skipped coredns: it takes minutes to build; BASEWISE_LAB_COREDNS=1 does');
  for (const { name, program } of [...realServers, ...(coreDnsProgram === null ? [] : [coreDns(coreDnsProgram)])]) {
    if (only.length > 0 && !only.includes(name)) continue;
    if (!existsSync(program)) throw new Error(`${program} is not there after its package was installed`);
    section(name, () => askOne(name, program));
    ran.push(name);
  }
} finally {
  if (kept === undefined) rmSync(scratch, { recursive: true, force: true });
}
console.log(`lab servers: ${ran.join(', ')}: ${compared} lookups beside the real library and messages beside dig, ${wrong} differ`);
process.exit(wrong > 0 || compared === 0 ? 1 : 0);

/** The program, built where that was asked for; null without it. */
function coreDnsOf(folder: string): string | null {
  const named = process.env['BASEWISE_COREDNS'];
  if (named !== undefined) return named;
  if (process.env['BASEWISE_LAB_COREDNS'] !== '1') return null;
  const bin = join(folder, 'go-bin');
  const built = section('building CoreDNS', () =>
    spawnSync('go', ['install', coreDnsModule], { encoding: 'utf8', env: { ...process.env, GOBIN: bin } }),
  );
  if (built.status !== 0) throw new Error(`go install ${coreDnsModule}: ${built.stderr.slice(-500)}`);
  return join(bin, 'coredns');
}

function askOne(name: string, program: string): void {
  const known = realServers.some((server) => server.name === name);
  const folder = join(scratch, `server-${name}`);
  mkdirSync(folder, { recursive: true });
  const script = 'ip link set lo up && exec "$@"';
  const run = spawnSync(
    'unshare',
    [
      '-n',
      '-m',
      'sh',
      '-ec',
      script,
      'sh',
      process.execPath,
      'tools/labs/servers/worker.ts',
      known ? name : program,
      folder,
      join(scratch, 'clients.json'),
    ],
    { encoding: 'utf8', timeout: 300_000 },
  );
  if (run.status !== 0) {
    wrong++;
    console.log(`FAIL ${name}: ${run.stderr.trim().slice(-600)}`);
    return;
  }
  for (const line of run.stdout.trimEnd().split('\n')) report(name, JSON.parse(line) as Said);
}

function report(server: string, said: Said): void {
  if (said.kind === 'headroom') {
    const a = said.questions?.find(({ type }) => type === 'A');
    console.log(
      `${server.padEnd(9)} ${said.name.padEnd(15)} ${String(a?.size ?? '-').padStart(5)} bytes  truncates to ${a?.truncated ?? '-'}, TCP ${said.tcp ?? '-'}`,
    );
    return;
  }
  compared++;
  if (server === 'unbound' && said.name === 'a40.big.test') console.log(`          ${said.client ?? ''}: ${said.real ?? ''}`);
  if (said.real === said.model) return;
  wrong++;
  console.log(
    `FAIL ${server} ${said.client ?? said.how ?? ''} ${said.name}: the ${said.kind === 'message' ? 'dig' : 'library'} says ${said.real ?? ''}, the model ${said.model ?? ''}`,
  );
}
