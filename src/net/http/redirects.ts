import type { HttpClient, HttpRequest, HttpResponse } from './http-client.ts';
import { bareHost, isLoopback } from './host.ts';

/**
 * Follows redirects as registries use them to hand a blob over to its storage. The Authorization header goes to the origin that it was made
 * for and to no other, and nothing goes from HTTPS to plain HTTP. `from` is the address that answered in the end.
 */
export async function sendFollowing(
  send: HttpClient,
  request: HttpRequest,
): Promise<{ readonly response: HttpResponse; readonly from: URL }> {
  let { url, headers = {} } = request;
  for (let hops = 0; ; hops++) {
    const response = await send({ ...request, url, headers });
    const location = response.headers.location;
    if (!REDIRECTS.has(response.status) || location === undefined) return { response, from: url };
    response.discard();
    if (hops === MOST_HOPS) throw redirectRefused(`more than ${MOST_HOPS} redirects`);
    const next = targetOf(location, url);
    if (next.origin !== url.origin)
      headers = Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'));
    url = next;
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
