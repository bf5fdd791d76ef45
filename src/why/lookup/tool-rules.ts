import type { LookupFailure } from './recognised-lookup.ts';
import { HOST, QUOTED, TELLING, TEXT } from './lookup-rule.ts';
import type { LookupRule } from './lookup-rule.ts';

/** Command-line tools, package managers and servers, the more telling wordings first. */
export const toolRules: readonly LookupRule[] = [
  // nslookup, dig and host ask a server themselves.
  { by: 'busybox-nslookup', pattern: /nslookup: can't resolve '\(null\)'/, failure: 'reverse', resolver: 'libc' },
  {
    by: 'busybox-nslookup',
    pattern: new RegExp(String.raw`nslookup: can't resolve ${QUOTED}(?:: ${TEXT})?`),
    failure: 'unresolved',
    resolver: 'libc',
  },
  { by: 'nslookup', pattern: /\*\* server can't find (?<name>[^\s:]{1,255}): (?<code>NXDOMAIN|SERVFAIL|REFUSED)/, resolver: 'own' },
  { by: 'nslookup', pattern: /\*\*\* Can't find (?<name>[^\s:]{1,255}): No answer/, failure: 'no-data', resolver: 'own' },
  { by: 'dig', pattern: /^\s*Host (?<name>[^\s:]{1,255}) not found: \d+\((?<code>NXDOMAIN|SERVFAIL|REFUSED)\)/, resolver: 'own' },
  { by: 'nslookup', pattern: /\*\*\* Can't find (?<name>[^\s:]{1,255}): Parse error/, failure: 'bad-reply', resolver: 'own' },
  {
    by: 'busybox-nslookup',
    pattern: /nslookup: (?:can't connect to remote host|read|write to) ?[('"]?(?<server>[\d.:a-f]{2,45})?['")]*: Connection refused/,
    failure: 'unreachable',
    resolver: 'own',
  },
  { by: 'dig', pattern: /->>HEADER<<- opcode: QUERY, status: (?<code>NXDOMAIN|SERVFAIL|REFUSED)/, resolver: 'own' },
  { by: 'dig', pattern: /^;; flags: [a-z ]{0,30}\btc\b/, failure: 'truncated', resolver: 'own' },
  { by: 'dig', pattern: /reply from unexpected source: (?<server>[\da-f.:]{2,45})#\d+/, failure: 'wrong-source', resolver: 'own' },
  { by: 'dig', pattern: /;; Truncated, retrying in TCP mode/, failure: 'truncated', resolver: 'own' },
  { by: 'dig', pattern: /;; communications error to (?<server>\S{1,60}): (?<detail>.{1,60})/, failure: digFailure, resolver: 'own' },
  { by: 'dig', pattern: /;; connection timed out; no servers could be reached/, failure: 'timeout', resolver: 'own' },
  { by: 'dig', pattern: /;; no servers could be reached/, failure: 'timeout', resolver: 'own' },

  // The cluster's own DNS and what makes resolv.conf.
  {
    by: 'coredns',
    pattern: /plugin\/errors: \d+ (?<name>[^\s]{1,255}?)\.? [A-Z]{1,8}: (?<detail>.{1,300})/,
    failure: upstreamFailure,
    resolver: 'own',
  },
  {
    by: 'kubelet',
    pattern: /(?:Nameserver|Search [Ll]ine) limits were exceeded, some (?:nameservers|search paths) have been omitted/,
    failure: 'configuration-cut',
  },
  {
    by: 'haproxy',
    pattern: /is (?:going DOWN|DOWN) .{0,40}\(DNS (?<detail>NX|timeout|refused|unspecified error|invalid)/,
    failure: haproxyFailure,
    resolver: 'own',
  },
  { by: 'haproxy', pattern: new RegExp(String.raw`could not resolve address ${QUOTED}`), failure: 'unresolved', resolver: 'libc' },
  {
    by: 'envoy',
    pattern: new RegExp(String.raw`[Dd][Nn][Ss] resolution for ${HOST} failed with c-ares status (?<detail>\d{1,2})`),
    failure: aresFailure,
    resolver: 'c-ares',
  },
  {
    by: 'unnamed',
    pattern: /Name service error for name=(?<name>\S{1,255}) type=\w{1,8}: Host not found, try again/,
    failure: 'temporary',
    resolver: 'libc',
  },
  {
    by: 'unnamed',
    pattern: /Name service error for name=(?<name>\S{1,255}) type=\w{1,8}: Host not found/,
    failure: 'not-found',
    resolver: 'libc',
  },
  { by: 'unnamed', pattern: new RegExp(String.raw`resolve call failed: ${QUOTED} not found`), failure: 'not-found', resolver: 'own' },

  // Package managers.
  {
    by: 'apk',
    pattern:
      /https?:\/\/(?<name>[^/\s:]{1,255})\S{0,300}: (?<detail>temporary error \(try again later\)|DNS lookup error|DNS: (?:transient error|name does not exist|no data).{0,40})/,
    failure: apkFailure,
    resolver: 'libc',
  },
  { by: 'apt', pattern: new RegExp(String.raw`Temporary failure resolving ${QUOTED}`), failure: 'temporary', resolver: 'libc' },
  {
    by: 'apt',
    pattern: /Something wicked happened resolving '(?<name>[^':]{1,255}):[^']{0,20}' \((?<code>-?\d{1,3})/,
    resolver: 'libc',
  },
  {
    by: 'apt',
    pattern: /Could not resolve '(?<name>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,20})'/,
    failure: 'not-found-or-no-data',
    resolver: 'libc',
  },

  // git and ssh; git uses curl for https.
  {
    by: 'git',
    pattern: new RegExp(String.raw`unable to access '[^']{1,500}': Could(?: not|n't) resolve (?:host|proxy):? '?${HOST}`),
    failure: 'unresolved',
  },
  { by: 'git', pattern: new RegExp(String.raw`unable to look up ${HOST} (?:\(port \d+\) )?\(${TEXT}\)`), resolver: 'libc' },
  { by: 'ssh', pattern: new RegExp(String.raw`Could not resolve hostname ${HOST}: ${TEXT}`), resolver: 'libc' },

  // curl says the same for every failure, and uses c-ares where it was built so.
  { by: 'curl', pattern: new RegExp(String.raw`Could not resolve(?: host| proxy)?: ${HOST} \(${TEXT}`) },
  {
    by: 'curl',
    pattern: new RegExp(String.raw`Could(?: not|n't) resolve (?:host|proxy)(?: name)?:? ['"]?(?!(?:for|name)\b)${HOST}`),
    failure: 'unresolved',
  },
  { by: 'curl', pattern: /Resolving timed out after \d+ milliseconds/, failure: 'timeout' },
  { by: 'curl', pattern: /getaddrinfo\(\) thread failed to start/, failure: 'system', resolver: 'libc' },
  { by: 'curl', pattern: /Could(?: not|n't) resolve host ?name\b/, failure: 'unresolved' },

  { by: 'wget', pattern: new RegExp(String.raw`unable to resolve host address ${QUOTED}`), failure: 'unresolved', resolver: 'libc' },
  { by: 'wget', pattern: new RegExp(String.raw`Resolving ${HOST}(?: \([^)]{0,255}\))?\.\.\. failed: ${TEXT}`), resolver: 'libc' },
  {
    by: 'busybox',
    pattern: /\b(?:wget|ping6?|nc|telnet|ftpget|ftpput|traceroute6?|ntpd|rdate|arping|whois): bad address '(?<name>[^']{0,255})'/,
    failure: 'unresolved',
    resolver: 'libc',
  },
  { by: 'ping', pattern: new RegExp(String.raw`\bping6?: (?:cannot resolve )?${HOST}: ${TEXT}`), resolver: 'libc' },
  { by: 'ping', pattern: new RegExp(String.raw`\bping6?: unknown host ${HOST}`), failure: 'not-found-or-no-data', resolver: 'libc' },

  // Database clients and servers.
  { by: 'psql', pattern: new RegExp(String.raw`could not translate host name ${QUOTED} to address: ${TEXT}`), resolver: 'libc' },
  {
    by: 'mysql',
    pattern: new RegExp(String.raw`Unknown (?:MySQL|MariaDB)? ?server host ${QUOTED} \((?<code>-?\d{1,3})\)`),
    resolver: 'libc',
  },
  {
    by: 'mysql',
    pattern: new RegExp(String.raw`Unknown (?:MySQL|MariaDB)? ?server host ${QUOTED}`),
    failure: 'unresolved',
    resolver: 'libc',
  },
  { by: 'redis', pattern: new RegExp(String.raw`Could not connect to Redis at ${HOST}:\d+: ${TEXT}`), resolver: 'libc' },

  // nginx: names of the configuration go through libc at start, variables through its own resolver.
  {
    by: 'nginx',
    pattern: /host not found in (?:upstream|resolver) "(?<name>[^":/]{1,255})/,
    failure: 'unresolved',
    resolver: 'libc',
  },
  {
    by: 'nginx',
    pattern: /(?<name>[^\s"]{1,255}) could not be resolved \((?<detail>\d+: [^)]{1,60})\)/,
    failure: nginxFailure,
    resolver: 'own',
  },
  { by: 'nginx', pattern: /no resolver defined to resolve (?<name>[^\s,]{1,255})/, failure: 'no-resolver', resolver: 'own' },

  // Anybody's line with words that only name resolution has.
  { by: 'unnamed', pattern: new RegExp(TELLING) },
];

function digFailure(detail: string): LookupFailure {
  return /refused|unreachable/.test(detail) ? 'unreachable' : 'timeout';
}

/** libfetch's words; "temporary error" is also a server's answer, and EAI_AGAIN most of the time (apk-tools src/print.c). */
function apkFailure(detail: string): LookupFailure {
  if (/does not exist/.test(detail)) return 'not-found';
  if (/no data/.test(detail)) return 'no-data';
  return /temporary|transient/.test(detail) ? 'temporary' : 'unresolved';
}

/** ngx_resolver_strerror. */
function nginxFailure(detail: string): LookupFailure {
  if (/Host not found/.test(detail)) return 'not-found';
  if (/timed out/.test(detail)) return 'timeout';
  if (/refused/i.test(detail)) return 'refused';
  return /Format error/.test(detail) ? 'bad-reply' : 'server-failure';
}

/** What CoreDNS says of its upstream. */
function upstreamFailure(detail: string): LookupFailure | null {
  if (/i\/o timeout|deadline exceeded/.test(detail)) return 'timeout';
  if (/refused|unreachable|no route/.test(detail)) return 'unreachable';
  return /no healthy upstream|unhealthy|SERVFAIL|overflow|unpack|EOF|no next plugin/.test(detail) ? 'server-failure' : null;
}

function haproxyFailure(detail: string): LookupFailure {
  if (detail === 'NX') return 'not-found';
  if (detail === 'timeout') return 'timeout';
  return detail === 'refused' ? 'refused' : 'bad-reply';
}

/** ares.h */
function aresFailure(status: string): LookupFailure | null {
  const failures: Readonly<Record<string, LookupFailure>> = {
    1: 'no-data',
    2: 'bad-reply',
    3: 'server-failure',
    4: 'not-found',
    5: 'bad-reply',
    6: 'refused',
    8: 'bad-name',
    10: 'bad-reply',
    11: 'unreachable',
    12: 'timeout',
  };
  return failures[status] ?? null;
}
