import { readBody } from '../http/read-body.ts';
import { backoff, waitFor, type RetryOptions } from '../http/retry.ts';
import type { HttpResponse } from '../http/http-client.ts';
import type { EndpointClient, PathRequest } from './endpoint.ts';
import { refuseStatus } from './refuse-status.ts';
import { registryFailure } from './registry-failure.ts';

export interface WholeRequest {
  readonly request: PathRequest;
  /** The registry's host and what is asked of it, for messages. */
  readonly host: string;
  readonly what: string;
  readonly most: number;
  readonly signal: AbortSignal | undefined;
}

/** A small body, whole; asked for again when the connection breaks within it. Rejects with BasewiseError `document-too-large`, or as the client does. */
export async function readWhole(
  client: EndpointClient,
  asked: WholeRequest,
  retry: RetryOptions,
): Promise<{ readonly bytes: Uint8Array; readonly response: HttpResponse }> {
  const { host, what, most, signal } = asked;
  for (let attempt = 1; ; attempt++) {
    const response = await client(asked.request);
    if (response.status !== 200) {
      response.discard();
      throw refuseStatus(response, host, what);
    }
    try {
      const bytes = await readBody(response, most);
      if (bytes === null) throw registryFailure('document-too-large', `${host} sent more than ${most} bytes for ${what}`);
      return { bytes, response };
    } catch (error) {
      // Only the connection can break here, and its errors are Node's.
      if (signal?.aborted || !(error instanceof Error && 'code' in error) || error.code === 'document-too-large') throw error;
      if (attempt >= (retry.attempts ?? ATTEMPTS))
        throw registryFailure('registry-unreachable', `${host} breaks off while it sends ${what}`, { cause: error });
      await (retry.wait ?? waitFor)(backoff(attempt), signal);
    }
  }
}

const ATTEMPTS = 5;
