/**
 * What a resolver model needs of the outside world: time and sockets.
 *
 * A model is ordinary asynchronous code over these interfaces. On the scripted network (`scripted/`) time is virtual, on the live
 * network (`dns/live/`) it is real; the code is the same. All times are milliseconds on the clock's own axis and may have a
 * fraction; `until` is always an absolute time, `Infinity` waits for ever. A model must wait through `Clock` and `Network` only.
 *
 * A wait that no event can end, or that passes the run's overall limit, never resumes: the runner abandons the model and reports `hang`
 * (or `unknown`, when a transcript holds no answer to a question). The network counts the packets, not the model.
 */
export interface Clock {
  /** Monotonic milliseconds; the start of the axis means nothing. */
  now(): number;
  /** Resumes at `until`, at once when that time has passed. */
  sleep(until: number): Promise<void>;
}

/** Addresses are canonical text (RFC 5952 for IPv6, `%zone` kept); see `formats/wire/ip-address.ts`. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What a system call failed with. */
export type Errno =
  | 'EACCES'
  | 'EADDRNOTAVAIL'
  | 'EAFNOSUPPORT'
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'EHOSTUNREACH'
  | 'EINVAL'
  | 'EMSGSIZE'
  | 'ENETUNREACH'
  | 'EPERM'
  | 'EPIPE'
  | 'ETIMEDOUT';

export type UdpEvent =
  | { readonly kind: 'datagram'; readonly bytes: Uint8Array; readonly from: Endpoint }
  /** An ICMP error. Delivered to connected sockets only, as Linux does without IP_RECVERR. */
  | { readonly kind: 'error'; readonly errno: Errno };

export type TcpEvent =
  | { readonly kind: 'connected' }
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  /** Connecting failed, or the connection was reset. Nothing follows. */
  | { readonly kind: 'error'; readonly errno: Errno };

export interface Timeout {
  readonly kind: 'timeout';
}

/** Something `Network.poll` can wait for: `ready` is true while `take` would return an event. */
export interface Pollable {
  readonly ready: boolean;
}

/** A datagram socket; its identity for the servers is its source port. */
export interface UdpSocket extends Pollable {
  readonly sourcePort: number;
  /** Sends one datagram; the errno when the call itself fails. `to` must be the peer when the socket is connected. */
  send(to: Endpoint, bytes: Uint8Array): Promise<Errno | undefined>;
  /** Non-blocking receive: the next event that has arrived, undefined when there is none. */
  take(): UdpEvent | undefined;
  /** Blocking receive. */
  next(until: number): Promise<UdpEvent | Timeout>;
  close(): void;
}

/**
 * A TCP connection, from the moment `connect` was called. The first event is `connected` or `error`. What is written before it is
 * connected is sent when it is.
 */
export interface TcpConnection extends Pollable {
  readonly sourcePort: number;
  write(bytes: Uint8Array): Promise<Errno | undefined>;
  take(): TcpEvent | undefined;
  /** Blocking: the next event (`connected`, some bytes as they arrive, the peer's end, an error), or the time-out. */
  read(until: number): Promise<TcpEvent | Timeout>;
  close(): void;
}

export interface UdpOptions {
  /** `inet` reaches IPv4 endpoints only. `inet6` reaches IPv6 ones and, unless it is v6-only, IPv4 ones as mapped addresses. */
  readonly family: 'inet' | 'inet6';
  /** Peer: only its datagrams and ICMP errors are received. */
  readonly connect?: Endpoint;
  /** IPV6_V6ONLY; absent leaves the system's default (`net.ipv6.bindv6only`). A v6-only socket cannot reach IPv4: ENETUNREACH. */
  readonly v6only?: boolean;
}

export interface TcpOptions {
  /** Family of the socket, the endpoint's own when absent. An `inet6` socket reaches IPv4 unless the system defaults to v6-only. */
  readonly family?: 'inet' | 'inet6';
}

export interface NetworkInterface {
  readonly name: string;
  readonly up: boolean;
  readonly loopback: boolean;
  /** With prefix length; the kernel's link-local IPv6 address included where there is one. */
  readonly addresses: readonly { readonly address: string; readonly prefix: number }[];
}

export interface Network {
  /** `socket`, and `connect` when a peer is given; the errno when one of them fails. */
  udp(options: UdpOptions): Promise<UdpSocket | Errno>;
  /** Starts a connection; the errno when `connect` fails at once (no route, no such address). It may take for ever: see `read`. */
  tcp(server: Endpoint, options?: TcpOptions): Promise<TcpConnection | Errno>;
  /** Waits until one of the sockets is ready or the time has come: true when one is. */
  poll(sockets: readonly Pollable[], until: number): Promise<boolean>;
  interfaces(): readonly NetworkInterface[];
  /** The source address the kernel would choose towards an address (a UDP connect and getsockname), or connect's errno. */
  sourceFor(address: string): Promise<string | Errno>;
}

/** Tells an errno from what a call returns when it succeeds: a socket, or an address. */
export function isErrno(value: string | object): value is Errno {
  return typeof value === 'string' && /^E[A-Z]+$/.test(value);
}
