import { createHash } from 'node:crypto';
import type { HttpClient } from '../http/http-client.ts';
import { createHttpClient } from '../http/http-client.ts';
import type { Environment } from '../http/proxy.ts';
import type { RetryOptions } from '../http/retry.ts';
import { blobStream } from './blob-stream.ts';
import { basesOf, endpointClient, type Endpoint, type EndpointClient } from './endpoint.ts';
import { readWhole } from './read-whole.ts';
import { isRegistryFailure, registryFailure } from './registry-failure.ts';

export interface RegistryOptions {
  readonly environment: Environment;
  /** Speak HTTP without TLS to the registry. */
  readonly plainHttp?: boolean;
  /** Servers to ask before the registry itself: `host[:port][/prefix]`, with `http://` before it for one without TLS. */
  readonly mirrors?: readonly string[];
  readonly signal?: AbortSignal | undefined;
  readonly onBytes?: (count: number) => void;
  readonly retry?: RetryOptions;
  readonly http?: HttpClient;
}

export interface RegistryManifest {
  readonly bytes: Uint8Array;
  readonly mediaType: string | undefined;
  /** Computed from the bytes; the one that was asked for, if that was a digest. */
  readonly digest: string;
}

/** One repository of a registry (OCI distribution-spec 1.1, pull only). Everything rejects with BasewiseError. */
export interface RegistryClient {
  /** By tag or digest; at most `most` bytes. */
  manifest(tagOrDigest: string, most: number): Promise<RegistryManifest>;
  /** A small blob, whole and verified. */
  document(digest: string, most: number): Promise<Uint8Array>;
  hasBlob(digest: string): Promise<boolean>;
  /** Verified as it passes; may be opened several times. */
  blob(digest: string, size: number): AsyncIterable<Uint8Array>;
}

export function createRegistryClient(host: string, repository: string, options: RegistryOptions): RegistryClient {
  const send = options.http ?? createHttpClient({ environment: options.environment });
  const retry = options.retry ?? {};
  const shared = { send, environment: options.environment, retry, signal: options.signal };
  const own: Endpoint = { host, repository, bases: basesOf(host, options.plainHttp ?? false) };
  const servers = [...(options.mirrors ?? []).map((mirror) => mirrorEndpoint(mirror, repository)), own].map((endpoint) => ({
    host: endpoint.host,
    client: endpointClient(endpoint, shared),
  }));

  /** The first server that gives an answer; when none does, the failure of the registry itself. */
  async function first<T>(ask: (client: EndpointClient, host: string) => Promise<T>): Promise<T> {
    for (const server of servers.slice(0, -1)) {
      try {
        return await ask(server.client, server.host);
      } catch (error) {
        if (!isRegistryFailure(error)) throw error;
      }
    }
    const last = servers.at(-1)!;
    return ask(last.client, last.host);
  }

  return {
    manifest: (reference, most) => {
      const name = `${repository}${reference.includes(':') ? '@' : ':'}${reference}`;
      return first((client, host) => fetchManifest(client, host, { reference, name, most, retry, signal: options.signal }));
    },
    document: (digest, most) =>
      first((client, host) => fetchDocument(client, host, { reference: digest, name: digest, most, retry, signal: options.signal })),
    hasBlob: (digest) => first((client) => hasBlob(client, digest)).catch(notThere),
    blob: (digest, size) =>
      blobFrom(
        servers,
        { digest, size, signal: options.signal, ...(options.onBytes === undefined ? {} : { onBytes: options.onBytes }) },
        retry,
      ),
  };
}

/** Schema 1 is asked for last, so that it can be refused by its name. */
const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws;q=0.1',
].join(', ');

interface Asked {
  /** Tag or digest. */
  readonly reference: string;
  /** For messages. */
  readonly name: string;
  readonly most: number;
  readonly retry: RetryOptions;
  readonly signal: AbortSignal | undefined;
}

async function fetchManifest(client: EndpointClient, host: string, asked: Asked): Promise<RegistryManifest> {
  const { reference, name } = asked;
  const request = { path: `manifests/${reference}`, headers: { accept: ACCEPT } };
  const { bytes, response } = await readWhole(client, { request, host, what: name, most: asked.most, signal: asked.signal }, asked.retry);
  const wanted = reference.includes(':') ? reference : header(response.headers['docker-content-digest']);
  const digest = digestOf(bytes, wanted ?? '');
  if (wanted !== undefined && wanted !== digest) {
    throw registryFailure('digest-mismatch', `${host} sent a manifest for ${name} that does not have the digest ${wanted}`);
  }
  return { bytes, mediaType: header(response.headers['content-type'])?.split(';')[0]?.trim(), digest };
}

async function fetchDocument(client: EndpointClient, host: string, asked: Asked): Promise<Uint8Array> {
  const { reference: digest } = asked;
  const request = { path: `blobs/${digest}`, headers: { 'accept-encoding': 'identity' } };
  const { bytes } = await readWhole(client, { request, host, what: digest, most: asked.most, signal: asked.signal }, asked.retry);
  if (digestOf(bytes, digest) !== digest) throw registryFailure('digest-mismatch', `${host} sent wrong bytes for ${digest}`);
  return bytes;
}

async function hasBlob(client: EndpointClient, digest: string): Promise<boolean> {
  const response = await client({ path: `blobs/${digest}`, method: 'HEAD' });
  response.discard();
  if (response.status === 200) return true;
  throw registryFailure('registry-not-found', digest);
}

function notThere(error: unknown): false {
  if (isRegistryFailure(error) && error.code === 'registry-not-found') return false;
  throw error;
}

/** Each server in turn, as long as nothing was given out yet. */
async function* blobFrom(
  servers: readonly { readonly host: string; readonly client: EndpointClient }[],
  blob: {
    readonly digest: string;
    readonly size: number;
    readonly signal: AbortSignal | undefined;
    readonly onBytes?: (count: number) => void;
  },
  retry: RetryOptions,
): AsyncGenerator<Uint8Array> {
  for (const [index, server] of servers.entries()) {
    let started = false;
    try {
      for await (const chunk of blobStream(server.client, { ...blob, host: server.host }, retry)) {
        started = true;
        yield chunk;
      }
      return;
    } catch (error) {
      if (started || index === servers.length - 1 || !isRegistryFailure(error)) throw error;
    }
  }
}

function mirrorEndpoint(mirror: string, repository: string): Endpoint {
  const [, scheme, host = '', prefix = ''] = /^(https?:\/\/)?([^/]+)(?:\/(.*?))?\/*$/.exec(mirror) ?? [];
  if (host === '' || !URL.canParse(`https://${host}`)) throw registryFailure('registry-error', 'a mirror is written host[:port][/prefix]');
  return {
    host,
    repository: prefix === '' ? repository : `${prefix}/${repository}`,
    bases: scheme === undefined ? basesOf(host, false) : [new URL(`${scheme}${host}`)],
  };
}

function digestOf(bytes: Uint8Array, like: string): string {
  const algorithm = /^sha(?:256|384|512)(?=:)/.exec(like)?.[0] ?? 'sha256';
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

function header(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
