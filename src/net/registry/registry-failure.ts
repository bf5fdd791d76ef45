import { BasewiseError } from '../../errors.ts';

export type RegistryFailureCode =
  | 'registry-unreachable'
  | 'registry-unauthorized'
  | 'registry-denied'
  | 'registry-not-found'
  | 'registry-busy'
  | 'registry-error'
  | 'registry-bad-answer'
  | 'document-too-large'
  | 'digest-mismatch'
  | 'blob-truncated';

/** Why a registry did not give what was asked. The message never holds an address with a query, a header or a credential. */
export function registryFailure(
  code: RegistryFailureCode,
  message: string,
  details: { readonly hint?: string; readonly cause?: unknown } = {},
): BasewiseError {
  return new BasewiseError(code, message, details);
}

/** A failure that another server, a mirror or the registry itself, may not have. */
export function isRegistryFailure(error: unknown): error is BasewiseError {
  return error instanceof BasewiseError;
}
