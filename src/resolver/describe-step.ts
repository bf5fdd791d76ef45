import { rcodeName } from '../formats/wire/dns-rcode.ts';
import type { Client } from './client.ts';
import { describeMuslStep } from './musl/describe-step.ts';
import type { Step } from './outcome.ts';

/** A step in words, undefined for one that needs none. The same word may mean more in one client than in another. */
export function describeStep(family: Client['family'], step: Step): string | undefined {
  return family === 'musl' ? describeMuslStep(step) : describeOther(family, step);
}

function describeOther(family: Client['family'], step: Step): string | undefined {
  const { server = '', type = '', name = '', detail = '', rcode } = step;
  const question = type === '' ? '' : ` ${type}`;
  const why = rcode === undefined ? detail : rcodeName(rcode);
  switch (step.what) {
    case 'candidate':
      return `asks for ${detail}`;
    case 'search-element':
      return `search: tries ${detail}`;
    case 'search-stopped':
      return `the search list stops (${detail}); the name alone is still tried`;
    case 'error-reply':
      return `${server} answers${question} with ${why}`;
    case 'negative-reply':
      return `${name === '' ? server : name}${question}: ${why}`;
    case 'server-failed':
      return `${server}${question} counts as failed${why === '' ? '' : ` (${why})`}: next try or server`;
    case 'server-unreachable':
      return `${server} cannot be reached (${detail})`;
    case 'connection-failed':
      return `the connection to ${server} fails`;
    case 'timed-out':
      return `${server} does not answer in time`;
    case 'half-unanswered':
      return `${server} leaves one of A and AAAA unanswered: asked again one after the other`;
    case 'truncated':
      return `the${question} answer of ${server} is truncated: asked again over TCP`;
    case 'tcp-failed':
      return `TCP to ${server} fails (${detail}): next server`;
    case 'no-server-answered':
      return 'no server is left';
    case 'retried-without-edns':
      return `${server} does not take EDNS: asked again without`;
    case 'reply-ignored':
      return `a reply of ${server} is ignored`;
    case 'result-buffer-too-small':
      return `${detail} addresses do not fit the result buffer: the whole exchange is made again`;
    case 'not-a-host-name':
      return `"${detail}" is no host name to ${family}: no query is sent`;
    case 'name-not-encodable':
      return `no query can be built for "${detail}"`;
    default:
      return undefined;
  }
}
