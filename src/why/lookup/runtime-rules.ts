import type { LookupFailure } from './recognised-lookup.ts';
import { HOST, QUOTED, TELLING, TEXT } from './lookup-rule.ts';
import type { LookupRule } from './lookup-rule.ts';

/** Language runtimes and their libraries, the more telling wordings first. */
export const runtimeRules: readonly LookupRule[] = [
  // Node: dns.lookup, which http, net and fetch use, names getaddrinfo; dns.resolve* names the query.
  { by: 'node', pattern: new RegExp(String.raw`\bgetaddrinfo (?<code>E[A-Z_]{2,20})\b(?: ${HOST})?`), resolver: 'libc' },
  {
    by: 'node-resolve',
    pattern: new RegExp(String.raw`\bquery(?:A|Aaaa|Any|Caa|Cname|Mx|Naptr|Ns|Ptr|Soa|Srv|Tlsa|Txt) (?<code>E[A-Z_]{2,20})\b(?: ${HOST})?`),
    resolver: 'c-ares',
  },

  // Netty asks servers itself; the JDK asks libc, whose words it drops in some versions.
  {
    by: 'netty',
    pattern: new RegExp(String.raw`UnknownHostException: Failed to resolve ${QUOTED}`),
    failure: 'unresolved',
    resolver: 'own',
  },
  {
    by: 'netty',
    pattern: /DnsNameResolverTimeoutException: \[[^\]]{0,300}?(?<server>[\da-f.:]{3,45}):\d+[^\]]{0,300}\].{0,200}timed out/,
    failure: 'timeout',
    resolver: 'own',
  },
  {
    by: 'android',
    pattern: new RegExp(String.raw`Unable to resolve host ${QUOTED}: No address associated with hostname`),
    failure: 'not-found-or-no-data',
    resolver: 'libc',
  },
  {
    by: 'java',
    pattern: new RegExp(String.raw`UnknownHostException: (?:[^\s:]{1,255}: )?(?:[^\s:]{1,255}: )??${HOST}: ${TEXT}`),
    resolver: 'libc',
  },
  { by: 'java', pattern: new RegExp(String.raw`\bUnknown host (?!key\b)${HOST}(?:: ${TEXT})?`), failure: 'unresolved', resolver: 'libc' },

  {
    by: 'java',
    pattern: /UnknownHostException: No such host is known \((?<name>[^)]{1,255})\)/,
    failure: 'not-found-or-no-data',
    resolver: 'libc',
  },
  {
    by: 'java',
    pattern: new RegExp(String.raw`Couldn't resolve server (?<name>[^\s:]{1,255}):\d+ from bootstrap\.servers`),
    failure: 'unresolved',
    resolver: 'libc',
  },
  { by: 'java', pattern: new RegExp(String.raw`UnknownHostException: ${HOST}`), failure: 'unresolved', resolver: 'libc' },

  // Go: with "on SERVER" its own resolver, without it libc through cgo or the hosts file.
  {
    by: 'go',
    pattern: /\blookup (?<name>\S{0,255}) on (?<server>\[[^\]]{1,60}\]:\d+|[^\s:]{1,60}:\d+): (?<detail>.{1,400})/,
    failure: goFailure,
    resolver: 'go',
  },
  { by: 'go', pattern: new RegExp(String.raw`\blookup ${HOST}?: ${TEXT}`), resolver: 'libc' },
  {
    by: 'go',
    pattern: /\blookup (?<name>[^\s:]{0,255}): (?<detail>no such host|i\/o timeout|device or resource busy)/,
    failure: goFailure,
  },

  { by: 'go', pattern: /name resolver error: produced zero addresses/, failure: 'no-data' },
  { by: 'grpc', pattern: new RegExp(String.raw`DNS resolution failed for ${HOST}(?::\S{1,20})?:? .{0,300}?${TEXT}`) },
  {
    by: 'grpc',
    pattern: new RegExp(String.raw`DNS resolution failed for (?:service: )?${HOST}`),
    failure: 'unresolved',
  },

  // Python: requests and urllib3 put the name in front, aiohttp in the middle.
  {
    by: 'python',
    pattern: new RegExp(String.raw`Failed to resolve ${QUOTED} \(\[Errno (?<code>-?\d{1,5})\] (?:${TEXT})?`),
    resolver: 'libc',
  },
  {
    by: 'python',
    pattern: new RegExp(String.raw`\bhost='(?<name>[^']{1,255})'.{0,1200}?\[Errno (?<code>-\d{1,3})\] ${TEXT}`),
    resolver: 'libc',
  },
  { by: 'python', pattern: new RegExp(String.raw`\bon ${QUOTED} \(\[Errno (?<code>-\d{1,3})\] ${TEXT}`), resolver: 'libc' },
  { by: 'python', pattern: new RegExp(String.raw`${HOST}:\d{1,5}: \[Errno (?<code>-\d{1,3})\] ${TEXT}`), resolver: 'libc' },
  { by: 'python', pattern: new RegExp(String.raw`Error (?<code>-\d{1,3}) connecting to ${HOST}:\d{1,5}\. ${TEXT}`), resolver: 'libc' },
  { by: 'python', pattern: new RegExp(String.raw`\bherror: \[Errno \d\] ${TEXT}`), resolver: 'libc' },
  { by: 'python', pattern: new RegExp(String.raw`Cannot connect to host ${HOST}:\S{1,20} ssl:\S{1,40} \[.{0,40}?${TEXT}`) },
  { by: 'python', pattern: new RegExp(String.raw`gaierror:? ?[[(](?:Errno )?(?<code>-?\d{1,5})[\],] ?'?(?:${TEXT})?`), resolver: 'libc' },
  { by: 'python', pattern: new RegExp(String.raw`\[Errno (?<code>-\d{1,3})\] ${TEXT}`), resolver: 'libc' },
  { by: 'python', pattern: /\[Errno 1100[1-4]\] getaddrinfo failed/, failure: 'unresolved', resolver: 'libc' },

  {
    by: 'ruby',
    pattern: new RegExp(
      String.raw`Failed to open TCP connection to ${HOST}:\d+ \((?:Hostname not known: \S{1,255}|getaddrinfo(?:\(3\))?: ${TEXT})`,
    ),
    resolver: 'libc',
  },
  { by: 'ruby', pattern: new RegExp(String.raw`getaddrinfo(?:\(3\))?: ${TEXT}`), resolver: 'libc' },
  { by: 'ruby', pattern: new RegExp(String.raw`Could not reach host ${HOST}`), failure: 'unresolved', resolver: 'libc' },
  { by: 'ruby', pattern: new RegExp(String.raw`Hostname not known: ${HOST}`), failure: 'not-found', resolver: 'libc' },
  {
    by: 'ruby',
    pattern: new RegExp(String.raw`no address for ${HOST} \(?.{0,20}Resolv`),
    failure: 'not-found-or-no-data',
    resolver: 'own',
  },

  // .NET: EAI_AGAIN becomes EAGAIN, whose own words say nothing of names.
  {
    by: 'dotnet',
    pattern: new RegExp(String.raw`(?:HttpRequestException|SocketException)[^:]{0,40}: (?:${TEXT})\.? \(${HOST}:\d+\)`),
    resolver: 'libc',
  },
  {
    by: 'dotnet',
    pattern: new RegExp(String.raw`HttpRequestException[^:]{0,40}: Resource temporarily unavailable \(${HOST}:\d+\)`),
    failure: 'temporary',
    resolver: 'libc',
  },
  {
    by: 'dotnet',
    pattern: /SocketException \((?:00000001, )?11\): Resource temporarily unavailable/,
    failure: 'temporary',
    resolver: 'libc',
  },
  {
    by: 'dotnet',
    pattern: new RegExp(String.raw`HttpRequestException[^:]{0,40}: No such device or address(?: \(${HOST}:\d+\))?`),
    failure: 'not-found-or-no-data',
    resolver: 'libc',
  },
  {
    by: 'dotnet',
    pattern: /SocketException \((?:0000000\d, )?(?:6|0xFFFDFFFF)\): No such device or address/,
    failure: 'not-found-or-no-data',
    resolver: 'libc',
  },
  { by: 'dotnet', pattern: new RegExp(String.raw`SocketException[^:]{0,60}: ${TEXT}`), resolver: 'libc' },

  { by: 'php', pattern: new RegExp(String.raw`php_network_getaddresses: getaddrinfo for ${HOST} failed: ${TEXT}`), resolver: 'libc' },
  { by: 'php', pattern: new RegExp(String.raw`php_network_getaddresses: getaddrinfo failed: ${TEXT}`), resolver: 'libc' },
  { by: 'rust', pattern: new RegExp(String.raw`failed to lookup address information: ${TEXT}`), resolver: 'libc' },
  {
    by: 'hickory',
    pattern: /no records? found for Query \{ name: Name\("(?<name>[^"]{1,255})"\)/,
    failure: 'not-found-or-no-data',
    resolver: 'own',
  },
  {
    by: 'beam',
    pattern: new RegExp(String.raw`tcp connect \(${HOST}:\d+\): non-existing domain`),
    failure: 'not-found-or-no-data',
    resolver: 'libc',
  },
  { by: 'beam', pattern: /[{[, ]:?(?:error, ?)?:?nxdomain\b|\bnon-existing domain\b/, failure: 'not-found-or-no-data', resolver: 'libc' },
  { by: 'boost', pattern: /Host not found \(authoritative\)/, failure: 'not-found', resolver: 'libc' },
  { by: 'boost', pattern: /Host not found \(non-authoritative\), try again later/, failure: 'temporary', resolver: 'libc' },
  { by: 'perl', pattern: new RegExp(String.raw`Can't connect to ${HOST}:\d+ \(${TEXT}\)`), resolver: 'libc' },
  { by: 'perl', pattern: new RegExp(String.raw`Can't connect to ${HOST}:\d+ \(Bad hostname`), failure: 'unresolved', resolver: 'libc' },
  { by: 'perl', pattern: new RegExp(String.raw`Bad hostname ${QUOTED}`), failure: 'unresolved', resolver: 'libc' },
  {
    by: 'unnamed',
    pattern: new RegExp(String.raw`[Ff]ailed to resolve (?:server )?['"]?${HOST}(?::\d+)?['"]?: ${TEXT}`),
    resolver: 'libc',
  },
  { by: 'unnamed', pattern: new RegExp(String.raw`could not resolve ${HOST}/\S{1,30}: ${TEXT}`), resolver: 'libc' },
  { by: 'unnamed', pattern: new RegExp(String.raw`getaddrinfo for host ${QUOTED} port \d+: ${TEXT}`), resolver: 'libc' },
  { by: 'unnamed', pattern: new RegExp(String.raw`getaddrinfo: ${HOST} \d+: ${TEXT}`), resolver: 'libc' },
  // Asio and others: `resolve: TEXT`.
  { by: 'unnamed', pattern: new RegExp(String.raw`(?:resolve|getaddrinfo)(?: failed)?(?: \w{1,20})?: ${TEXT}`), resolver: 'libc' },
  { by: 'unnamed', pattern: new RegExp(String.raw`${HOST}: ${TELLING}`) },
];

/** The end of Go's net.DNSError (net/dnsclient_unix.go, net/net.go). */
function goFailure(detail: string): LookupFailure | null {
  if (/no such host/.test(detail)) return 'not-found-or-no-data';
  if (/server misbehaving|lame referral/.test(detail)) return 'server-failure';
  if (/i\/o timeout|deadline exceeded/.test(detail)) return 'timeout';
  if (/connection refused|unreachable|no route|not permitted/.test(detail)) return 'unreachable';
  if (/cannot unmarshal|invalid DNS response|no answer from DNS server/.test(detail)) return 'bad-reply';
  if (/device or resource busy|too many open files/.test(detail)) return 'system';
  return null;
}
