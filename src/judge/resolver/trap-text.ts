import type { ConfigurationTrap } from './configuration-traps.ts';

/** One trap in words; `libc` as in `musl 1.2.3-r5`. */
export function trapText(trap: ConfigurationTrap, libc: string): { readonly message: string; readonly fix: string } {
  switch (trap.kind) {
    case 'line-skipped':
      return {
        message: `${libc} does not read a line of resolv.conf of 255 bytes or more (\`${trap.line}…\`)${trap.holdsSearch ? ': there is no search list, and short names are not found' : ''}.`,
        fix: 'fewer or shorter search domains (dnsConfig with dnsPolicy None)',
      };
    case 'search-dot':
      return {
        message: `\`search .\`: ${libc} makes malformed questions of every name with fewer than ndots dots and waits 5 s for each.`,
        fix: 'take the `.` out of the search list; musl 1.2.4 and newer skip it',
      };
    case 'attempts-zero':
      return {
        message: `\`attempts:0\`: ${trap.dies ? `a program on ${libc} dies with SIGFPE at its first DNS lookup` : `${libc} sends no question, and every lookup fails`}.`,
        fix: 'attempts:1 or more',
      };
    case 'timeout-zero':
      return { message: `\`timeout:0\`: ${libc} gives up before it asks, and every lookup fails.`, fix: 'timeout:1 or more' };
    case 'options-ignored':
      return {
        message: `${libc} does not know ${trap.options.map((option) => `\`${option}\``).join(', ')}: without effect, without a word.`,
        fix: 'do not rely on it here: NodeLocal DNSCache against lost packets, an open 53/tcp for large answers',
      };
    case 'ndots-low':
      return {
        message: `ndots:${trap.ndots}: ${libc} never searches a name with that many dots, so \`service.namespace${trap.ndots < 2 ? '' : '.svc'}\` does not become \`….${trap.domain}\`.`,
        fix: 'ndots:5, or full names',
      };
    case 'several-nameservers':
      return trap.parallel
        ? {
            message: `${libc} asks ${trap.nameservers.join(', ')} at once and believes the first answer: "no such name" of the faster wins over the address of the slower.`,
            fix: 'one nameserver, or servers that all know the same',
          }
        : {
            message: `${libc} asks ${trap.nameservers.join(', ')} in order: each lookup waits 5 s while the first is down, and "no such name" of the first is final.`,
            fix: 'a first server that is always there',
          };
    case 'nameservers-dropped':
      return {
        message: `${libc} uses three nameservers; ${trap.nameservers.join(', ')} is never asked.`,
        fix: 'three nameservers at most',
      };
    case 'search-unread':
      return {
        message: `${libc} knows no search list: ${trap.domains.join(' ')} is not used, and short names are not found.`,
        fix: 'musl 1.1.13 or newer (Alpine 3.4), or full names',
      };
    case 'bad-search-element':
      return {
        message: `The search domain \`${trap.element}\` has a label of more than 63 bytes: ${libc} ends the search there, and names behind it are not found.`,
        fix: 'correct the search domain',
      };
    case 'search-cut':
      return {
        message: `${libc} takes six search domains and 256 bytes; ${trap.dropped.join(' ')} is not used.`,
        fix: 'glibc 2.26 or newer, or fewer search domains',
      };
  }
}
