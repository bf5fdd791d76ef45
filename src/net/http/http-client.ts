import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { connect as tlsConnect } from 'node:tls';
import { bareHost } from './host.ts';
import { openTunnel, proxyAuthorization, proxyFor, type Environment } from './proxy.ts';

export interface HttpRequest {
  readonly url: URL;
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Ends early with an error when the connection breaks or stays silent. Must be consumed, or `discard` called. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Closes the connection when the body is not wanted. */
  discard(): void;
}

/** One request, no redirects, no retries; rejects with Node's error when there is no response. */
export type HttpClient = (request: HttpRequest) => Promise<HttpResponse>;

export interface HttpClientOptions {
  /** For HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
  readonly environment: Environment;
  /** A connection that is silent for so long is given up. */
  readonly silenceMs?: number;
}

/** An HTTP client over node:http and node:https that keeps connections for reuse and goes through the proxy of the environment. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  const silenceMs = options.silenceMs ?? SILENCE_MS;
  return async (request) => {
    const { url } = request;
    const secure = url.protocol === 'https:';
    const proxy = proxyFor(url, options.environment);
    const base: RequestOptions = {
      method: request.method ?? 'GET',
      headers: { 'user-agent': 'basewise', ...request.headers },
      signal: request.signal,
    };
    if (proxy !== null && !secure) {
      const headers = { ...base.headers, host: url.host, ...proxyAuthorization(proxy) };
      return exchange(
        httpRequest({ ...base, headers, host: bareHost(proxy), port: proxy.port || 80, path: url.href, agent: agents.http }),
        request.body,
        silenceMs,
      );
    }
    const target = { ...base, host: bareHost(url), port: url.port || (secure ? 443 : 80), path: url.pathname + url.search };
    if (!secure) return exchange(httpRequest({ ...target, agent: agents.http }), request.body, silenceMs);
    if (proxy === null) return exchange(httpsRequest({ ...target, agent: agents.https }), request.body, silenceMs);
    const socket = await openTunnel(proxy, url, silenceMs, request.signal);
    const createConnection = (): ReturnType<typeof tlsConnect> => tlsConnect({ socket, servername: bareHost(url) });
    return exchange(httpsRequest({ ...target, createConnection, agent: false }), request.body, silenceMs);
  };
}

const SILENCE_MS = 60_000;
const CONNECT_MS = 20_000;

/** Sends a request and resolves with the response when its headers are there. */
export function exchange(request: ClientRequest, body: string | undefined, silenceMs: number): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    request.setTimeout(silenceMs, () =>
      request.destroy(Object.assign(new Error(`no answer for ${silenceMs / 1000} s`), { code: 'ETIMEDOUT' })),
    );
    request.once('socket', (socket) => {
      if (!socket.connecting) return;
      const late = setTimeout(
        () => request.destroy(Object.assign(new Error('no connection'), { code: 'ERR_CONNECT_TIMEOUT' })),
        CONNECT_MS,
      );
      for (const event of ['connect', 'close']) socket.once(event, () => clearTimeout(late));
    });
    request.once('error', reject);
    request.once('response', (response: IncomingMessage) => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response, discard: () => void response.destroy() });
    });
    request.end(body);
  });
}
