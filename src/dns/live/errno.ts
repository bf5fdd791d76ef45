import type { Errno } from '../../resolver/network.ts';

const known: readonly Errno[] = [
  'EACCES',
  'EADDRNOTAVAIL',
  'EAFNOSUPPORT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'EINVAL',
  'EMSGSIZE',
  'ENETUNREACH',
  'EPERM',
  'EPIPE',
  'ETIMEDOUT',
];

/** The errno in a Node error; EINVAL for one that no resolver tells apart. */
export function errnoOf(error: unknown): Errno {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return known.find((errno) => errno === code) ?? 'EINVAL';
}
