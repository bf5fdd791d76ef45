import { spawn } from 'node:child_process';
import type { Environment } from '../http/proxy.ts';
import type { Credentials } from './credentials.ts';

/**
 * Asks `docker-credential-NAME get` for the credentials of `key` (github.com/docker/docker-credential-helpers). No shell is involved, and what
 * the program prints goes into no message.
 */
export async function askHelper(
  name: string,
  key: string,
  environment: Environment,
): Promise<{ readonly credentials: Credentials | null; readonly problem?: string }> {
  const program = `docker-credential-${name}`;
  if (!/^[a-z0-9-]+$/.test(name))
    return { credentials: null, problem: 'the configuration names a credential helper with a name that is none' };
  const answer = await run(program, key, environment);
  if (typeof answer === 'string') return { credentials: null, problem: `${program} ${answer}` };
  if (answer.code !== 0)
    return /credentials not found|no credentials|not found in native keychain/i.test(answer.output)
      ? { credentials: null }
      : { credentials: null, problem: `${program} failed` };
  return { credentials: parseAnswer(answer.output) };
}

const LONGEST_MS = 30_000;
const LARGEST = 1024 * 1024;

function run(
  program: string,
  key: string,
  environment: Environment,
): Promise<{ readonly code: number | null; readonly output: string } | string> {
  return new Promise((resolve) => {
    const child = spawn(program, ['get'], { env: { ...environment }, stdio: ['pipe', 'pipe', 'ignore'] });
    // Not spawn's own timeout: its timer outlives a program that could not be started.
    const late = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
    const parts: Buffer[] = [];
    let length = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > LARGEST) child.kill('SIGKILL');
      else parts.push(chunk);
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(late);
      resolve(error.code === 'ENOENT' ? 'is not in PATH' : 'cannot be started');
    });
    child.once('close', (code) => {
      clearTimeout(late);
      resolve({ code, output: Buffer.concat(parts).toString('utf8') });
    });
    // A helper may end without reading.
    child.stdin.once('error', () => {});
    child.stdin.end(key);
  });
}

function parseAnswer(output: string): Credentials | null {
  try {
    const { Username, Secret } = JSON.parse(output) as { Username?: unknown; Secret?: unknown };
    if (typeof Secret !== 'string' || Secret === '' || typeof Username !== 'string') return null;
    return Username === '<token>' ? { kind: 'identity-token', token: Secret } : { kind: 'password', username: Username, password: Secret };
  } catch {
    return null;
  }
}
