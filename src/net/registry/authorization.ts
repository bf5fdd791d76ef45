import type { HttpClient, HttpResponse } from '../http/http-client.ts';
import { bareHost, isLoopback } from '../http/host.ts';
import { readBody } from '../http/read-body.ts';
import { sendWithRetry, type RetryOptions } from '../http/retry.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { parseChallenges, type Challenge } from './auth-challenge.ts';
import { registryFailure } from './registry-failure.ts';

/** What is known when a registry answered 401. */
export interface ChallengedRequest {
  readonly registry: URL;
  readonly repository: string;
  readonly credentials: Credentials | null;
  readonly signal: AbortSignal | undefined;
}

/**
 * The Authorization header that answers a 401: Basic, or a Bearer token got from the realm that the challenge names, anonymously when there are
 * no credentials. Null when nothing can be answered. Throws BasewiseError.
 */
export async function authorize(
  send: HttpClient,
  response: HttpResponse,
  request: ChallengedRequest,
  retry: RetryOptions,
): Promise<string | null> {
  const { credentials } = request;
  if (credentials?.kind === 'registry-token') return `Bearer ${credentials.token}`;
  const challenges = parseChallenges(response.headers['www-authenticate'] ?? '');
  const bearer = challenges.find((challenge) => challenge.scheme === 'bearer' && challenge.parameters['realm'] !== undefined);
  if (bearer !== undefined) return `Bearer ${await fetchToken(send, bearer, request, retry)}`;
  const basic = challenges.some((challenge) => challenge.scheme === 'basic');
  return basic && credentials?.kind === 'password' ? basicHeader(credentials) : null;
}

const LARGEST_ANSWER = 1024 * 1024;

async function fetchToken(send: HttpClient, challenge: Challenge, request: ChallengedRequest, retry: RetryOptions): Promise<string> {
  const realm = checkRealm(challenge.parameters['realm'] ?? '', request.registry);
  const scope = challenge.parameters['scope'] ?? `repository:${request.repository}:pull`;
  const service = challenge.parameters['service'];
  const response = await askForToken(send, realm, { scope, ...(service === undefined ? {} : { service }) }, request, retry);
  if (response.status === 401 || response.status === 403) {
    response.discard();
    throw registryFailure('registry-unauthorized', `${realm.host} refused to give a token for ${request.repository}`);
  }
  if (response.status !== 200) {
    response.discard();
    throw registryFailure('registry-error', `${realm.host} answered ${response.status} when asked for a token`);
  }
  const token = tokenOf(await readBody(response, LARGEST_ANSWER));
  if (token === null) throw registryFailure('registry-bad-answer', `${realm.host} gave no usable token`);
  return token;
}

function askForToken(
  send: HttpClient,
  realm: URL,
  query: Readonly<Record<string, string>>,
  request: ChallengedRequest,
  retry: RetryOptions,
): Promise<HttpResponse> {
  const { credentials, signal } = request;
  if (credentials?.kind === 'identity-token') {
    // Docker's OAuth 2 endpoint (distribution docs: spec/auth/oauth).
    const body = new URLSearchParams({
      ...query,
      grant_type: 'refresh_token',
      client_id: 'basewise',
      refresh_token: credentials.token,
    }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return sendWithRetry(() => send({ url: realm, method: 'POST', headers, body, signal }), signal, retry);
  }
  const url = new URL(realm);
  for (const [key, value] of Object.entries(query)) url.searchParams.append(key, value);
  const headers = credentials?.kind === 'password' ? { authorization: basicHeader(credentials) } : {};
  return sendWithRetry(() => send({ url, headers, signal }), signal, retry);
}

/** Credentials go to HTTPS only; to plain HTTP when the registry itself was asked so, and on its host or both on this machine. */
function checkRealm(text: string, registry: URL): URL {
  const realm = URL.canParse(text, registry.href) ? new URL(text, registry.href) : null;
  if (realm === null) throw registryFailure('registry-bad-answer', `${registry.host} names an address for tokens that is none`);
  realm.username = realm.password = '';
  const sameHost = realm.hostname === registry.hostname || (isLoopback(bareHost(realm)) && isLoopback(bareHost(registry)));
  if (realm.protocol === 'https:' || (realm.protocol === 'http:' && registry.protocol === 'http:' && sameHost)) return realm;
  throw registryFailure('registry-bad-answer', `${registry.host} wants credentials sent to ${realm.host} without encryption`);
}

function basicHeader(credentials: Extract<Credentials, { kind: 'password' }>): string {
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
}

function tokenOf(body: Uint8Array | null): string | null {
  try {
    const answer = JSON.parse(new TextDecoder().decode(body ?? new Uint8Array())) as { token?: unknown; access_token?: unknown } | null;
    const token = answer?.token ?? answer?.access_token;
    // A token that could break out of its header is none.
    return typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) ? token : null;
  } catch {
    return null;
  }
}
