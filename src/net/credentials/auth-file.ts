import { readFileSync, statSync } from 'node:fs';
import type { Environment } from '../http/proxy.ts';
import { askHelper } from './credential-helper.ts';
import type { Credentials, FoundCredentials } from './credentials.ts';

/** Credentials for a host from one file of the form of Docker's config.json; a file that is absent has none. */
export async function credentialsFromFile(
  file: string,
  host: string,
  repository: string,
  environment: Environment,
): Promise<FoundCredentials> {
  const read = readConfig(file);
  if (read === null) return { credentials: null, problems: [] };
  if ('problem' in read) return { credentials: null, problems: [read.problem] };
  const { config } = read;
  const keys = keysFor(host, repository);
  const problems: string[] = [];
  for (const [helper, key] of helpersFor(config, keys, host)) {
    const answer = await askHelper(helper, key, environment);
    if (answer.problem !== undefined) problems.push(answer.problem);
    if (answer.credentials !== null) return { credentials: answer.credentials, problems };
  }
  const auths = record(config['auths']);
  for (const key of keys) {
    const credentials = Object.hasOwn(auths, key) ? credentialsOf(record(auths[key])) : null;
    if (credentials !== null) return { credentials, problems };
  }
  return { credentials: null, problems };
}

const LARGEST = 4 * 1024 * 1024;

function readConfig(file: string): { readonly config: Readonly<Record<string, unknown>> } | { readonly problem: string } | null {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) return null;
    if (!found.isFile() || found.size > LARGEST) return { problem: `${file} is no file of credentials` };
    return { config: record(JSON.parse(readFileSync(file, 'utf8'))) };
  } catch {
    // The parser's message quotes the text, which holds secrets.
    return { problem: `${file} cannot be read` };
  }
}

/** How a registry may be spelled as a key, the most special first. Docker Hub is known by its old index address. */
function keysFor(host: string, repository: string): readonly string[] {
  const hosts = host === 'docker.io' ? ['https://index.docker.io/v1/', 'docker.io', 'index.docker.io', 'registry-1.docker.io'] : [host];
  const parts = repository.split('/');
  const namespaces = parts.map((_, index) => `${host}/${parts.slice(0, parts.length - index).join('/')}`);
  return [
    ...namespaces,
    ...hosts,
    ...hosts.flatMap((name) => [`https://${name}`, `http://${name}`, `https://${name}/`, `https://${name}/v1/`, `https://${name}/v2/`]),
  ];
}

/** A helper for this host beats the store for all. A helper gets the key that `docker login` saved under. */
function helpersFor(
  config: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  host: string,
): readonly (readonly [helper: string, key: string])[] {
  const saved = host === 'docker.io' ? 'https://index.docker.io/v1/' : host;
  const helpers = record(config['credHelpers']);
  const own = keys.find((key) => Object.hasOwn(helpers, key));
  const store = config['credsStore'];
  return [...(own === undefined ? [] : [[helpers[own], saved] as const]), [store, saved] as const].flatMap(([helper, key]) =>
    typeof helper === 'string' && helper !== '' ? [[helper, key] as const] : [],
  );
}

function credentialsOf(entry: Readonly<Record<string, unknown>>): Credentials | null {
  const text = (key: string): string => (typeof entry[key] === 'string' ? entry[key] : '');
  if (text('identitytoken') !== '') return { kind: 'identity-token', token: text('identitytoken') };
  if (text('registrytoken') !== '') return { kind: 'registry-token', token: text('registrytoken') };
  const decoded = Buffer.from(text('auth'), 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  // Docker strips NUL bytes from the end: some writers padded the password.
  if (colon > 0) return { kind: 'password', username: decoded.slice(0, colon), password: decoded.slice(colon + 1).replace(/\0+$/, '') };
  return text('username') === '' ? null : { kind: 'password', username: text('username'), password: text('password') };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}
