import type { Client, LookupFunction, World } from '../client.ts';
import type { Answer, OutcomeClass } from '../outcome.ts';

/**
 * `dns.lookup` (lib/dns.js, which also serves `net`, `http` and `fetch`): getaddrinfo of the libc Node runs on, in libuv's thread pool,
 * with SOCK_STREAM and no flags. EAI_NODATA and EAI_NONAME both become ENOTFOUND.
 */
export function startLookup(world: World, libc: Client): LookupFunction {
  const getaddrinfo = libc.start(world);
  return async (request) =>
    nodeAnswer(await getaddrinfo({ ...request, service: undefined, socktype: 'SOCK_STREAM', flags: [], nullHints: false }));
}

const notFound: ReadonlySet<string> = new Set(['EAI_NONAME', 'EAI_NODATA', 'EAI_ADDRFAMILY']);

function nodeAnswer(answer: Answer): Answer {
  if (!notFound.has(answer.result)) return answer;
  const outcomeClass: OutcomeClass = 'not-found';
  return { ...answer, result: 'ENOTFOUND', class: outcomeClass };
}
