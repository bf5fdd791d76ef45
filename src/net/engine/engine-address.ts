import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { BasewiseError } from '../../errors.ts';
import type { Environment } from '../http/proxy.ts';

/** Where a container engine listens. */
export type EngineAddress =
  | { readonly kind: 'socket'; readonly path: string }
  | {
      readonly kind: 'tcp';
      readonly host: string;
      readonly port: number;
      readonly tls?: { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer };
    };

/** Docker's address as its own client finds it: DOCKER_HOST, the context in use, the usual sockets. Throws BasewiseError `engine-address`. */
export function dockerAddress(environment: Environment): EngineAddress {
  const given = environment['DOCKER_HOST'] || contextHost(environment);
  if (given) return parseAddress(given, environment);
  return {
    kind: 'socket',
    path: firstExisting([join(environment['XDG_RUNTIME_DIR'] || '/nonexistent', 'docker.sock')], '/var/run/docker.sock'),
  };
}

/** Podman's: CONTAINER_HOST, this user's socket, root's socket. Throws BasewiseError `engine-address`. */
export function podmanAddress(environment: Environment): EngineAddress {
  const given = environment['CONTAINER_HOST'];
  if (given) return parseAddress(given, environment);
  const runtime = environment['XDG_RUNTIME_DIR'];
  return { kind: 'socket', path: firstExisting(runtime ? [join(runtime, 'podman/podman.sock')] : [], '/run/podman/podman.sock') };
}

function parseAddress(text: string, environment: Environment): EngineAddress {
  if (text.startsWith('unix://')) return { kind: 'socket', path: text.slice('unix://'.length) };
  if (text.startsWith('tcp://') && URL.canParse(text)) {
    const { hostname, port } = new URL(text);
    const tls = environment['DOCKER_TLS_VERIFY'] ? tlsFiles(environment) : undefined;
    return {
      kind: 'tcp',
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(port || (tls === undefined ? 2375 : 2376)),
      ...(tls === undefined ? {} : { tls }),
    };
  }
  const scheme = /^\w+(?=:)/.exec(text)?.[0] ?? text;
  throw new BasewiseError('engine-address', `an engine at a ${scheme} address cannot be asked`, {
    hint: 'unix:// and tcp:// are understood; or save the image: docker save IMAGE | basewise check -',
  });
}

function tlsFiles(environment: Environment): { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer } {
  const folder = environment['DOCKER_CERT_PATH'] || dockerConfig(environment);
  try {
    const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readFileSync(join(folder, name)));
    return { ca: ca!, cert: cert!, key: key! };
  } catch (cause) {
    throw new BasewiseError('engine-address', 'the certificates for the engine cannot be read', { path: folder, cause });
  }
}

/** The socket of the context that `docker context use` chose (Docker Desktop, Colima, rootless Docker). */
function contextHost(environment: Environment): string | undefined {
  try {
    const config = JSON.parse(readFileSync(join(dockerConfig(environment), 'config.json'), 'utf8')) as { currentContext?: unknown };
    const name = environment['DOCKER_CONTEXT'] || config.currentContext;
    if (typeof name !== 'string' || name === '' || name === 'default') return undefined;
    const meta = join(dockerConfig(environment), 'contexts/meta', createHash('sha256').update(name).digest('hex'), 'meta.json');
    const { Endpoints } = JSON.parse(readFileSync(meta, 'utf8')) as { Endpoints?: { docker?: { Host?: unknown } } };
    return typeof Endpoints?.docker?.Host === 'string' ? Endpoints.docker.Host : undefined;
  } catch {
    return undefined;
  }
}

function dockerConfig(environment: Environment): string {
  return environment['DOCKER_CONFIG'] || join(environment['HOME'] || homedir(), '.docker');
}

function firstExisting(paths: readonly string[], otherwise: string): string {
  return paths.find((path) => statSync(path, { throwIfNoEntry: false }) !== undefined) ?? otherwise;
}
