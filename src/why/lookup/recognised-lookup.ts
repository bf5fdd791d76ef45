/** A failure of name resolution as a client reports it, taken back to what it states. */
export interface RecognisedLookup {
  readonly kind: 'lookup';
  readonly by: LookupClient;
  readonly failure: LookupFailure;
  /** Whose code asked the servers; null where the text fits several. */
  readonly resolver: ResolverKind | null;
  /** The C library whose wording it is, null where the text does not give it away. */
  readonly libc: 'musl' | 'glibc' | null;
  /** The name that was looked up, where the text has it. */
  readonly name?: string;
  /** The server that was asked, where the text has it. */
  readonly server?: string;
  /** The line as it was recognised, without what a log put around it. */
  readonly line: string;
}

/** `own`: the client brings a resolver that reads nothing or little of what libc reads. */
export type ResolverKind = 'libc' | 'go' | 'c-ares' | 'own';

export type LookupFailure =
  /** No such name: NXDOMAIN, EAI_NONAME. */
  | 'not-found'
  /** The name is there and has no address of the wanted kind: EAI_NODATA. */
  | 'no-data'
  /** The client does not tell the two apart (Node's ENOTFOUND). */
  | 'not-found-or-no-data'
  /** EAI_AGAIN: no usable answer in time, or one that says "later". */
  | 'temporary'
  | 'server-failure'
  | 'refused'
  | 'timeout'
  /** Nobody listens there, or there is no route. */
  | 'unreachable'
  /** EAI_FAIL. */
  | 'failure'
  | 'system'
  | 'bad-name'
  | 'bad-reply'
  /** The answer did not fit a datagram; not yet a failure. */
  | 'truncated'
  /** busybox nslookup could not name the server itself. */
  | 'reverse'
  /** The answer came from another address than the one that was asked. */
  | 'wrong-source'
  /** The kubelet left nameservers or search domains out. */
  | 'configuration-cut'
  /** nginx was given a variable and no resolver. */
  | 'no-resolver'
  /** It failed, and the client keeps the reason for itself. */
  | 'unresolved';

export type LookupClient =
  | 'android'
  | 'apk'
  | 'apt'
  | 'beam'
  | 'boost'
  | 'busybox'
  | 'busybox-nslookup'
  | 'coredns'
  | 'curl'
  | 'dig'
  | 'dotnet'
  | 'envoy'
  | 'git'
  | 'go'
  | 'grpc'
  | 'haproxy'
  | 'hickory'
  | 'java'
  | 'kubelet'
  | 'mysql'
  | 'netty'
  | 'nginx'
  | 'node'
  | 'node-resolve'
  | 'nslookup'
  | 'perl'
  | 'php'
  | 'ping'
  | 'psql'
  | 'python'
  | 'redis'
  | 'ruby'
  | 'rust'
  | 'ssh'
  | 'wget'
  /** The words of a libc or of c-ares, in a line of nobody's that is known. */
  | 'unnamed';
