import type { BasewiseError } from '../../errors.ts';
import { findCredentials, type Credentials, type FoundCredentials } from '../credentials/credentials.ts';
import type { HttpClient, HttpResponse } from '../http/http-client.ts';
import { bareHost, isLoopback } from '../http/host.ts';
import type { Environment } from '../http/proxy.ts';
import { sendFollowing } from '../http/redirects.ts';
import { sendWithRetry, type RetryOptions } from '../http/retry.ts';
import { authorize } from './authorization.ts';
import { isRegistryFailure, registryFailure } from './registry-failure.ts';

/** One server that may have the image: the registry itself or a mirror. */
export interface Endpoint {
  /** Host and port as in the reference. */
  readonly host: string;
  readonly repository: string;
  /** Tried in order until one speaks: HTTPS, then HTTP where that is allowed. */
  readonly bases: readonly URL[];
}

export interface EndpointOptions {
  readonly send: HttpClient;
  readonly environment: Environment;
  readonly retry: RetryOptions;
  readonly signal: AbortSignal | undefined;
}

export interface PathRequest {
  /** Below `/v2/REPOSITORY/`. */
  readonly path: string;
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends requests to one endpoint with authorization, redirects and retries; the response may have any status but 401. */
export type EndpointClient = (request: PathRequest) => Promise<HttpResponse>;

/** Rejects with BasewiseError. */
export function endpointClient(endpoint: Endpoint, options: EndpointOptions): EndpointClient {
  let base: URL | undefined = endpoint.bases.length === 1 ? endpoint.bases[0] : undefined;
  let authorization: string | null = null;
  let lookup: Promise<FoundCredentials> | undefined;

  function send(on: URL, request: PathRequest, retry: RetryOptions): Promise<Answer> {
    const headers = { ...request.headers, ...(authorization === null ? {} : { authorization }) };
    const url = new URL(`/v2/${endpoint.repository}/${request.path}`, on);
    let from = url;
    const once = async (): Promise<HttpResponse> => {
      const answer = await sendFollowing(options.send, { url, headers, method: request.method ?? 'GET', signal: options.signal });
      from = answer.from;
      return answer.response;
    };
    return sendWithRetry(once, options.signal, retry).then((response) => ({ response, on, own: from.origin === on.origin }));
  }

  /** The first base that speaks is kept; until then each of them gets one attempt, the last one all. */
  async function sendToSpeaking(request: PathRequest): Promise<Answer> {
    if (base !== undefined) return send(base, request, options.retry);
    for (const on of endpoint.bases.slice(0, -1)) {
      try {
        const answer = await send(on, request, { ...options.retry, attempts: 1 });
        base = on;
        return answer;
      } catch (error) {
        if (options.signal?.aborted) throw error;
      }
    }
    const last = endpoint.bases.at(-1);
    if (last === undefined) throw registryFailure('registry-unreachable', `${endpoint.host} is no address of a registry`);
    const answer = await send(last, request, options.retry);
    base = last;
    return answer;
  }

  async function logIn(on: URL, response: HttpResponse): Promise<void> {
    lookup ??= findCredentials(endpoint.host, endpoint.repository, options.environment);
    const { credentials, problems } = await lookup;
    const challenged = { registry: on, repository: endpoint.repository, credentials, signal: options.signal };
    try {
      authorization = await authorize(options.send, response, challenged, options.retry);
    } catch (error) {
      throw isRegistryFailure(error) && error.code === 'registry-unauthorized' ? unauthorized(endpoint, credentials, problems) : error;
    }
    if (authorization === null) throw unauthorized(endpoint, credentials, problems);
  }

  return async (request) => {
    try {
      const { response, on, own } = await sendToSpeaking(request);
      // Blob storage that a redirect led to has no say in where credentials go.
      if (response.status !== 401 || !own) return response;
      response.discard();
      await logIn(on, response);
      const second = await send(on, request, options.retry);
      if (second.response.status !== 401 || !second.own) return second.response;
      second.response.discard();
      authorization = null;
      throw unauthorized(endpoint, (await lookup)?.credentials ?? null, (await lookup)?.problems ?? []);
    } catch (error) {
      throw options.signal?.aborted ? error : asFailure(error, endpoint.host);
    }
  };
}

/** HTTPS; plain HTTP too on this machine, where a registry for tests runs; only HTTP when the user asked for it. Empty for what is no host. */
export function basesOf(host: string, plainHttp: boolean): readonly URL[] {
  const server = host === 'docker.io' ? 'registry-1.docker.io' : host;
  if (!URL.canParse(`https://${server}`)) return [];
  const secure = new URL(`https://${server}`);
  const plain = new URL(`http://${server}`);
  if (plainHttp) return [plain];
  return isLoopback(bareHost(secure)) ? [secure, plain] : [secure];
}

interface Answer {
  readonly response: HttpResponse;
  readonly on: URL;
  /** From the registry itself, not from where it redirected to. */
  readonly own: boolean;
}

function unauthorized(endpoint: Endpoint, credentials: Credentials | null, problems: readonly string[]): BasewiseError {
  const what = `${endpoint.host}/${endpoint.repository}`;
  const login = `docker login ${endpoint.host === 'docker.io' ? '' : endpoint.host}`.trimEnd();
  if (credentials !== null)
    return registryFailure('registry-unauthorized', `${endpoint.host} does not accept the credentials for ${what}`, {
      hint: `log in again: ${login}`,
    });
  const trouble = problems.length > 0 ? ` (${problems.join('; ')})` : '';
  return registryFailure('registry-unauthorized', `${what} is not there, or only for those who are logged in${trouble}`, {
    hint: `log in: ${login}`,
  });
}

function asFailure(error: unknown, host: string): unknown {
  if (isRegistryFailure(error) || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined && !error.message.startsWith('the proxy')) return error;
  const why = REASONS[code ?? ''] ?? error.message.replaceAll(/https?:\/\/\S+/g, 'an address');
  const hint = isTlsTrouble(code)
    ? 'a registry without TLS needs --plain-http; one with its own authority needs NODE_EXTRA_CA_CERTS'
    : undefined;
  return registryFailure('registry-unreachable', `${host} cannot be reached: ${why}`, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}

function isTlsTrouble(code: string | undefined): boolean {
  return code !== undefined && /^(?:EPROTO|ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/.test(code);
}

const REASONS: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name cannot be resolved now',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was broken',
});
