import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { send, serve, type Seen, type TestServer } from '../loopback-server.suite.ts';
import { createRegistryClient, type RegistryClient, type RegistryOptions } from './registry-client.ts';

export const SECRET: string = 'hunter2-secret';
export const MANIFEST: string = '{"schemaVersion":2}';
export const BLOB: Buffer = randomBytes(300_000);
export const MOST: number = 1_000_000;

export function digestOf(bytes: Uint8Array | string, algorithm: string = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

/** A client that waits for nothing and remembers how long it would have waited. */
export function client(host: string, options: Partial<RegistryOptions> = {}, waits: number[] = []): RegistryClient {
  const wait = async (ms: number): Promise<void> => void waits.push(ms);
  return createRegistryClient(host, 'some/app', { environment: { HOME: '/nonexistent' }, retry: { attempts: 4, wait }, ...options });
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

/** A folder for DOCKER_CONFIG, with credential helpers on a PATH of their own. */
export function dockerConfig(
  t: TestContext,
  config: object,
  helpers: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-net-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  for (const [name, script] of Object.entries(helpers)) {
    writeFileSync(join(folder, `docker-credential-${name}`), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, `docker-credential-${name}`), 0o755);
  }
  return { DOCKER_CONFIG: folder, HOME: folder, PATH: `${folder}:/usr/bin:/bin` };
}

export const basic: (user: string, password: string) => string = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
export const auth: (user: string, password: string) => string = (user: string, password: string): string =>
  Buffer.from(`${user}:${password}`).toString('base64');

/** A registry that wants this Authorization, says this challenge, and counts itself as a token server under /token. */
export async function guarded(
  t: TestContext,
  wanted: string,
  challenge: (host: string) => string,
  token?: (request: Seen) => object | number,
): Promise<TestServer> {
  const server: TestServer = await serve(t, (request, response) => {
    if (request.url.startsWith('/token')) {
      const answer = token?.(request) ?? 404;
      return typeof answer === 'number' ? send(response, answer) : send(response, 200, JSON.stringify(answer));
    }
    if (request.headers.authorization !== wanted) return send(response, 401, '{}', { 'www-authenticate': challenge(server.host) });
    return send(response, 200, MANIFEST, { 'content-type': 'application/vnd.oci.image.manifest.v1+json; charset=utf-8' });
  });
  return server;
}

export const bearer: (host: string) => string = (host: string): string =>
  `Bearer realm="http://${host}/token",service="tests",scope="repository:some/app:pull"`;

/** Everything that could reach a terminal or a log. */
export function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { hint, path } = error as { hint?: string; path?: string };
  return [error.message, error.stack, hint, path, error.cause === undefined ? '' : said(error.cause)].join('\n');
}
