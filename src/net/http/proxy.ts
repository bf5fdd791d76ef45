import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { bareHost, isLoopback } from './host.ts';

/** The variables of a process; only the command line knows where they come from. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy for a URL by curl's and Go's variables; null when there is none or the host is excluded. Loopback never goes through one. */
export function proxyFor(url: URL, environment: Environment): URL | null {
  const name = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const value = environment[name] ?? environment[name.toUpperCase()] ?? '';
  if (value === '' || isLoopback(bareHost(url)) || isExcluded(url, environment['no_proxy'] ?? environment['NO_PROXY'] ?? '')) return null;
  try {
    const proxy = new URL(value.includes('://') ? value : `http://${value}`);
    return proxy.protocol === 'http:' || proxy.protocol === 'https:' ? proxy : null;
  } catch {
    return null;
  }
}

/** A connection through the proxy to the URL's host (CONNECT). */
export function openTunnel(proxy: URL, url: URL, silenceMs: number, signal: AbortSignal | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const target = `${url.hostname}:${url.port || 443}`;
    const send = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send({
      method: 'CONNECT',
      host: bareHost(proxy),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      path: target,
      headers: { host: target, ...proxyAuthorization(proxy) },
      agent: false,
      signal,
    });
    request.setTimeout(silenceMs, () => request.destroy(Object.assign(new Error('the proxy does not answer'), { code: 'ETIMEDOUT' })));
    request.once('error', reject);
    request.once('response', (response) => {
      response.destroy();
      reject(new Error(`the proxy answered ${response.statusCode ?? 0}`));
    });
    request.once('connect', (response, socket: Socket) => {
      if (response.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new Error(`the proxy answered ${response.statusCode ?? 0}`));
    });
    request.end();
  });
}

export function proxyAuthorization(proxy: URL): Readonly<Record<string, string>> {
  if (proxy.username === '') return {};
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` };
}

/** `*`, a host, a domain with or without a leading dot (its subdomains too), each with an optional port. */
function isExcluded(url: URL, list: string): boolean {
  const host = bareHost(url).toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list.split(',').some((text) => {
    const entry = text.trim().toLowerCase();
    if (entry === '*') return true;
    const [, name = '', wantedPort] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    if (name === '' || (wantedPort !== undefined && wantedPort !== port)) return false;
    return host === name || host.endsWith(`.${name}`);
  });
}
