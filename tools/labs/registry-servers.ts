import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RegistryServers {
  /** `127.0.0.1:PORT`, for everybody, and the one that wants a password. */
  readonly open: string;
  readonly guarded: string;
  readonly user: string;
  readonly password: string;
  /** A folder for the lab's own files. */
  readonly folder: string;
  stop(): void;
}

/** Debian's docker-registry twice on free loopback ports: open, and with htpasswd authentication. */
export async function startRegistries(): Promise<RegistryServers> {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-lab-registry-'));
  const [user, password] = ['tester', 'only-for-tests'];
  writeFileSync(join(folder, 'htpasswd'), spawnSync('htpasswd', ['-Bbn', user, password], { encoding: 'utf8' }).stdout);
  writeFileSync(join(folder, 'policy.json'), '{"default":[{"type":"insecureAcceptAnything"}]}');
  const open = await start(folder, 'open', '');
  const guarded = await start(folder, 'guarded', `auth: {htpasswd: {realm: tests, path: ${join(folder, 'htpasswd')}}}\n`);
  const stop = (): void => {
    open.stop();
    guarded.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { open: open.host, guarded: guarded.host, user, password, folder, stop };
}

async function start(folder: string, name: string, more: string): Promise<{ readonly host: string; readonly stop: () => void }> {
  const host = `127.0.0.1:${await freePort()}`;
  const config = join(folder, `${name}.yml`);
  mkdirSync(join(folder, name));
  writeFileSync(
    config,
    `version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\nstorage: {filesystem: {rootdirectory: ${join(folder, name)}}}\nhttp: {addr: "${host}"}\n${more}`,
  );
  const server = spawn('docker-registry', ['serve', config], { stdio: 'ignore' });
  for (let tries = 0; tries < 100; tries++) {
    try {
      await fetch(`http://${host}/v2/`);
      return { host, stop: () => server.kill() };
    } catch {
      await sleep(100);
    }
  }
  server.kill();
  throw new Error(`docker-registry does not answer on ${host}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
