import type { BasewiseError } from '../../errors.ts';
import { findCredentials, type FoundCredentials } from '../credentials/credentials.ts';
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
  const { host, repository } = endpoint;
  const authorizations = new Map<string, string>();
  let base: URL | undefined = endpoint.bases.length === 1 ? endpoint.bases[0] : undefined;
  let lookup: Promise<FoundCredentials> | undefined;

  async function send(on: URL, request: PathRequest, retry: RetryOptions): Promise<Answer> {
    const url = new URL(`/v2/${repository}/${request.path}`, on);
    let from = url;
    const once = async (): Promise<HttpResponse> => {
      const plain = { url, headers: request.headers ?? {}, method: request.method ?? 'GET', signal: options.signal } as const;
      const answer = await sendFollowing(options.send, plain, authorizations);
      from = answer.from;
      return answer.response;
    };
    const response = await sendWithRetry(once, options.signal, retry);
    return { response, on, from };
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
        // Whoever shows a certificate speaks TLS: a bad one is no reason to go on without.
        if (options.signal?.aborted || isCertificateTrouble(codeOf(error))) throw error;
      }
    }
    const last = endpoint.bases.at(-1);
    if (last === undefined) throw registryFailure('registry-unreachable', `${host} is no address of a registry`);
    const answer = await send(last, request, options.retry);
    base = last;
    return answer;
  }

  /** Credentials answer the registry's own challenge; where it redirected to gets a token of its own, anonymously, or nothing. */
  async function logIn({ response, on, from }: Answer): Promise<FoundCredentials> {
    const own = from.origin === on.origin;
    const found = own ? await (lookup ??= findCredentials(host, repository, options.environment)) : { credentials: null, problems: [] };
    const challenged = { registry: from, repository, credentials: found.credentials, signal: options.signal };
    try {
      const authorization = await authorize(options.send, response, challenged, options.retry);
      if (authorization === null) throw unauthorized(endpoint, found);
      authorizations.set(from.origin, authorization);
      return found;
    } catch (error) {
      throw isRegistryFailure(error) && error.code === 'registry-unauthorized' ? unauthorized(endpoint, found) : error;
    }
  }

  return async (request) => {
    try {
      let answer = await sendToSpeaking(request);
      for (let logins = 0; answer.response.status === 401; logins++) {
        answer.response.discard();
        const found = await logIn(answer);
        const refusing = answer.from.origin;
        answer = await send(answer.on, request, options.retry);
        if (answer.response.status !== 401 || (logins === 0 && answer.from.origin !== refusing)) continue;
        answer.response.discard();
        authorizations.delete(refusing);
        throw unauthorized(endpoint, found);
      }
      return answer.response;
    } catch (error) {
      throw options.signal?.aborted ? error : asFailure(error, host);
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
  /** The base that was asked, and the address that answered: another one where it redirected. */
  readonly on: URL;
  readonly from: URL;
}

function unauthorized(endpoint: Endpoint, { credentials, problems }: FoundCredentials): BasewiseError {
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
  const code = codeOf(error);
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

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function isTlsTrouble(code: string | undefined): boolean {
  return isCertificateTrouble(code) || (code !== undefined && /^(?:EPROTO|ERR_SSL_)/.test(code));
}

/** OpenSSL's names for what is wrong with a certificate, as Node passes them on. */
function isCertificateTrouble(code: string | undefined): boolean {
  return code !== undefined && /^(?:ERR_TLS_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH)/.test(code);
}

const REASONS: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name cannot be resolved now',
  ERR_CONNECT_TIMEOUT: 'nobody answers',
  ETIMEDOUT: 'it fell silent',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was broken',
});
