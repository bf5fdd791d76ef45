import type { HttpClient, HttpRequest, HttpResponse } from './http-client.ts';
import { bareHost, isLoopback } from './host.ts';

/** The Authorization header for an origin, where there is one. */
export type Authorizations = ReadonlyMap<string, string>;

/**
 * Follows redirects as registries use them to hand a blob over to its storage. Each origin gets its own Authorization header and no other's, and
 * nothing goes from HTTPS to plain HTTP. `from` is the address that answered in the end. Rejects with Node's error.
 */
export async function sendFollowing(
  send: HttpClient,
  request: HttpRequest,
  authorizations: Authorizations,
): Promise<{ readonly response: HttpResponse; readonly from: URL }> {
  let { url } = request;
  for (let hops = 0; ; hops++) {
    const authorization = authorizations.get(url.origin);
    const response = await send({
      ...request,
      url,
      headers: { ...request.headers, ...(authorization === undefined ? {} : { authorization }) },
    });
    const location = response.headers.location;
    if (!REDIRECTS.has(response.status) || location === undefined) return { response, from: url };
    response.discard();
    if (hops === MOST_HOPS) throw redirectRefused(`more than ${MOST_HOPS} redirects`);
    url = targetOf(location, url);
  }
}

const MOST_HOPS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function targetOf(location: string, from: URL): URL {
  const next = URL.canParse(location, from.href) ? new URL(location, from.href) : null;
  if (next === null || (next.protocol !== 'https:' && next.protocol !== 'http:'))
    throw redirectRefused('a redirect to an address that is none');
  if (next.protocol === 'http:' && from.protocol === 'https:' && !isLoopback(bareHost(from)))
    throw redirectRefused('a redirect from HTTPS to plain HTTP');
  next.username = next.password = '';
  return next;
}

/** The message never holds the address: those of blob storage are signed. */
function redirectRefused(why: string): Error {
  return Object.assign(new Error(why), { code: 'ERR_REDIRECT' });
}
