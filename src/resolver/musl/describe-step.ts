import { rcodeName } from '../../formats/wire/dns-rcode.ts';
import type { Step } from '../outcome.ts';

/** A step of a musl lookup in words, undefined for steps that need no explanation. */
export function describeMuslStep(step: Step): string | undefined {
  const { server = '', type = '', name = '', detail = '', rcode } = step;
  switch (step.what) {
    case 'resolv-conf-line-skipped':
      return `resolv.conf: a line of 255 bytes or more is skipped whole ("${detail}…")`;
    case 'nameserver-not-an-address':
      return `resolv.conf: nameserver "${detail}" is no address and is skipped`;
    case 'search-element':
      return `search: asks for ${name}`;
    case 'search-element-skipped':
      return `search: "${name}" makes the name too long and is skipped`;
    case 'query-not-built':
      return `no query can be built for "${name}"`;
    case 'datagram-ignored':
      return `a datagram from ${server} is ignored (${detail})`;
    case 'servfail-resent':
      return `${server} answers ${type} with SERVFAIL: asked again at once`;
    case 'rcode-ignored':
      return `${server} answers ${type} with ${rcodeName(rcode ?? 0)}, which musl ignores: it waits for another answer until the timeout`;
    case 'tcp-started':
      return `the ${type} answer of ${server} is truncated: asked again over TCP`;
    case 'tcp-not-started':
      return `TCP to ${server} fails at once (${detail}): musl waits for the timeout`;
    case 'tcp-failed':
      return `TCP to ${server} fails (${detail}): that ends the lookup`;
    case 'half-failed':
      return halfFailed(type, name, rcode);
    case 'parse-stopped':
      return `reading the ${type} answer ends early (${detail})`;
    case 'truncation-ignored':
      return `the ${type} answer of ${server} is truncated, which musl up to 1.2.3 does not look at: it uses what is in it`;
    case 'family-not-configured':
      return `AI_ADDRCONFIG: ${detail === 'inet6' ? 'IPv6' : 'IPv4'} is not configured`;
    case 'hosts':
      return `found in /etc/hosts`;
    default:
      return undefined;
  }
}

function halfFailed(type: string, name: string, rcode: number | undefined): string {
  const why = rcode === undefined ? 'no usable answer came' : `the answer is ${rcodeName(rcode)}`;
  return `${type} ${name}: ${why}; since musl 1.2.1 one bad half fails the pair`;
}
