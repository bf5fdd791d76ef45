import type { BasewiseError } from '../../errors.ts';
import type { HttpResponse } from '../http/http-client.ts';
import { registryFailure } from './registry-failure.ts';

/** The failure that a status means which is not the wanted one. `what` is the tag, digest or image that was asked for. */
export function refuseStatus(response: HttpResponse, host: string, what: string): BasewiseError {
  const { status } = response;
  if (status === 404) return registryFailure('registry-not-found', `${host} has no ${what}`);
  if (status === 401 || status === 403)
    return registryFailure('registry-denied', `${host} denies ${what}`, { hint: 'log in as somebody who may pull it' });
  if (status === 416) return registryFailure('blob-truncated', `${host} has fewer bytes of ${what} than the manifest says`);
  if (status === 429) {
    const after = response.headers['retry-after'];
    return registryFailure(
      'registry-busy',
      `${host} wants fewer requests${after !== undefined && /^\d+$/.test(after) ? `, and none for ${after} s` : ''}`,
      { hint: 'logging in often raises the limit; or use a mirror' },
    );
  }
  return registryFailure('registry-error', `${host} answered ${status} for ${what}`);
}
