import type { LookupClient, LookupFailure, RecognisedLookup } from './recognised-lookup.ts';

/** One sentence: who says what of which name. */
export function lookupMeaning(fact: RecognisedLookup): string {
  const who = CLIENTS[fact.by];
  const name = fact.name === undefined || fact.name === '' ? 'a name' : fact.name;
  const server = fact.server === undefined ? '' : ` (it asked ${fact.server})`;
  return `${who} could not resolve ${name}${server}: ${FAILURES[fact.failure]}.`;
}

/** Whose words they are, and what that tells; null where they tell nothing. */
export function wordingOf(fact: RecognisedLookup): string | null {
  if (fact.libc === 'musl') return "These are musl's words: Alpine, or a binary built for musl.";
  if (fact.libc === 'glibc') return "These are glibc's words: Debian, Ubuntu, Red Hat, Wolfi …, not Alpine.";
  if (fact.resolver === 'go') return "Go's own resolver asked; no C library was involved.";
  if (fact.resolver === 'c-ares') return 'c-ares asked, not the C library.';
  if (fact.resolver === 'own') return 'It asks servers itself, not through the C library.';
  if (fact.resolver === 'libc')
    return "The image's C library was asked; the text does not tell which: `basewise dns doctor` or `ldd` does.";
  return null;
}

const FAILURES: Readonly<Record<LookupFailure, string>> = {
  'not-found': 'no such name, as it says (musl up to 1.2.3 also says so of a name without an address, and of an answer that was cut)',
  'no-data': 'the name is there, without an address of the kind that was wanted',
  'not-found-or-no-data': 'no such name, or a name without an address; this client does not tell them apart',
  temporary: 'no usable answer in time, or one that says "later"',
  'server-failure': 'the server answered that it failed',
  refused: 'the server refused to answer',
  timeout: 'no answer came in time',
  unreachable: 'nobody listens at the DNS server, or there is no way to it',
  failure: 'the server answered with an error that is no "later"',
  system: 'the machine itself failed, before any answer',
  'bad-name': 'the name is not one that can be asked for',
  'bad-reply': 'the answer could not be understood, or the server did not understand the question',
  truncated: 'the answer did not fit a datagram and was asked for again over TCP',
  reverse: 'it wanted a name for the address of the server, which has nothing to do with it',
  'wrong-source': 'an answer came from another address than the one that was asked',
  'configuration-cut': 'some of its nameservers or search domains were left out',
  'no-resolver': 'it was told no server',
  unresolved: 'it keeps the reason for itself',
};

const CLIENTS: Readonly<Record<LookupClient, string>> = {
  android: 'An Android client',
  apk: 'apk',
  apt: 'apt',
  beam: 'Erlang or Elixir',
  boost: 'A Boost.Asio program',
  busybox: 'A busybox tool',
  'busybox-nslookup': 'busybox nslookup',
  coredns: 'CoreDNS',
  curl: 'curl (or libcurl)',
  dig: 'dig or host',
  dotnet: '.NET',
  envoy: 'Envoy',
  git: 'git',
  go: 'A Go program',
  grpc: 'gRPC',
  haproxy: 'HAProxy',
  hickory: 'A Rust program with the Hickory resolver',
  java: 'Java',
  kubelet: 'The kubelet',
  mysql: 'A MySQL client',
  netty: 'Netty (Java)',
  nginx: 'nginx',
  node: 'Node (dns.lookup: http, net, fetch)',
  'node-resolve': 'Node (dns.resolve)',
  nslookup: 'nslookup',
  perl: 'Perl',
  php: 'PHP',
  ping: 'ping',
  psql: 'libpq (psql and PostgreSQL drivers)',
  python: 'Python',
  redis: 'redis-cli',
  ruby: 'Ruby',
  rust: 'A Rust program',
  ssh: 'ssh',
  wget: 'wget',
  unnamed: 'A program',
};
