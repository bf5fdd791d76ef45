import { credentialsFromFile } from './auth-file.ts';
import { authFiles } from './auth-files.ts';
import type { Environment } from '../http/proxy.ts';

/** How to prove oneself to a registry. Never printed, never part of an error. */
export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** A refresh token for the registry's authorization server (OAuth 2). */
  | { readonly kind: 'identity-token'; readonly token: string }
  /** Sent to the registry as it is. */
  | { readonly kind: 'registry-token'; readonly token: string };

export interface FoundCredentials {
  readonly credentials: Credentials | null;
  /** What went wrong on the way, without secrets; the request goes on without credentials. */
  readonly problems: readonly string[];
}

/**
 * Looks credentials up as Docker and Podman do, in their configuration files and through their credential helpers.
 * `host` is the registry's host and port, `repository` the path of the image on it (Podman keeps credentials for parts of a registry).
 */
export async function findCredentials(host: string, repository: string, environment: Environment): Promise<FoundCredentials> {
  const problems: string[] = [];
  for (const file of authFiles(environment)) {
    const found = await credentialsFromFile(file, host, repository, environment);
    problems.push(...found.problems);
    if (found.credentials !== null) return { credentials: found.credentials, problems };
  }
  return { credentials: null, problems };
}
