import type { Errno } from '../network.ts';
import type { Answer } from '../outcome.ts';

/** A `net.DNSError` in the making. */
export interface GoError {
  readonly what: string;
  readonly isNotFound: boolean;
  readonly isTimeout: boolean;
  readonly isTemporary: boolean;
}

export function plainError(what: string): GoError {
  return { what, isNotFound: false, isTimeout: false, isTemporary: false };
}

export function noSuchHost(): GoError {
  return { ...plainError('no such host'), isNotFound: true };
}

/** SERVFAIL. */
export function temporarilyMisbehaving(): GoError {
  return { ...plainError('server misbehaving'), isTemporary: true };
}

export function timeoutError(): GoError {
  return { ...plainError('i/o timeout'), isTimeout: true, isTemporary: true };
}

const errnoTexts: Partial<Record<Errno, string>> = {
  EACCES: 'permission denied',
  EADDRNOTAVAIL: 'cannot assign requested address',
  EAFNOSUPPORT: 'address family not supported by protocol',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by peer',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  EPERM: 'operation not permitted',
  EPIPE: 'broken pipe',
  ETIMEDOUT: 'connection timed out',
};

/** An `OpError`: always temporary, a time-out when the kernel says so. */
export function socketError(operation: 'dial' | 'read' | 'write', errno: Errno): GoError {
  const call = operation === 'dial' ? 'connect' : operation;
  const what = `${operation}: ${call}: ${errnoTexts[errno] ?? errno}`;
  return { ...plainError(what), isTemporary: true, isTimeout: errno === 'ETIMEDOUT' };
}

/** Result and class as the recordings give them. */
export function answerOf(error: GoError): Answer {
  const flags = [
    ...(error.isNotFound ? (['not-found'] as const) : []),
    ...(error.isTimeout ? (['timeout'] as const) : []),
    ...(error.isTemporary ? (['temporary'] as const) : []),
  ];
  return { result: 'error', class: classOf(error), addresses: [], message: error.what, errorFlags: flags };
}

function classOf(error: GoError): Answer['class'] {
  if (error.isNotFound) return 'not-found';
  if (error.isTimeout) return 'timeout';
  if (error.isTemporary) return 'temporary-failure';
  return error.what === 'no suitable address found' ? 'no-data' : 'failure';
}
