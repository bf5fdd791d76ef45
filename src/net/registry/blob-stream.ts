import type { BasewiseError } from '../../errors.ts';
import { createHash } from 'node:crypto';
import type { HttpResponse } from '../http/http-client.ts';
import { backoff, waitFor, type RetryOptions } from '../http/retry.ts';
import type { EndpointClient } from './endpoint.ts';
import { registryFailure } from './registry-failure.ts';
import { refuseStatus } from './refuse-status.ts';

export interface BlobRequest {
  readonly digest: string;
  readonly size: number;
  /** The registry's host, for messages. */
  readonly host: string;
  readonly signal: AbortSignal | undefined;
  readonly onBytes?: (count: number) => void;
}

/**
 * The bytes of a blob, verified as they pass: the end is reached only when length and digest are right. A connection that drops is taken up
 * where it broke (Range). Rejects with BasewiseError `digest-mismatch`, `blob-truncated`, or as the client does.
 */
export async function* blobStream(client: EndpointClient, blob: BlobRequest, retry: RetryOptions): AsyncGenerator<Uint8Array> {
  const hash = createHash(blob.digest.slice(0, blob.digest.indexOf(':')));
  let done = 0;
  for (let failures = 0; ;) {
    const before = done;
    const drop: { cause?: unknown } = {};
    for await (const chunk of attempt(client, blob, done, drop)) {
      done += chunk.length;
      if (done > blob.size) throw mismatch(blob, `it is longer than ${blob.size} bytes`);
      hash.update(chunk);
      blob.onBytes?.(chunk.length);
      yield chunk;
    }
    if (done === blob.size) break;
    failures = done > before ? 1 : failures + 1;
    if (failures >= (retry.attempts ?? MOST_FAILURES)) {
      throw registryFailure('blob-truncated', `${blob.host} sent ${done} of the ${blob.size} bytes of ${blob.digest}`, {
        cause: drop.cause,
      });
    }
    await (retry.wait ?? waitFor)(backoff(failures), blob.signal);
  }
  if (`${blob.digest.slice(0, blob.digest.indexOf(':'))}:${hash.digest('hex')}` !== blob.digest)
    throw mismatch(blob, 'its bytes have another digest');
}

const MOST_FAILURES = 5;

/** One response's bytes from `from` on; ends early when the connection breaks, which `drop` then tells. */
async function* attempt(client: EndpointClient, blob: BlobRequest, from: number, drop: { cause?: unknown }): AsyncGenerator<Uint8Array> {
  if (from === blob.size && blob.size > 0) return;
  const response = await client({
    path: `blobs/${blob.digest}`,
    headers: { 'accept-encoding': 'identity', ...(from === 0 ? {} : { range: `bytes=${from}-` }) },
  });
  let skip = skipFor(response, blob, from);
  try {
    for await (const chunk of response.body) {
      const part = skip === 0 ? chunk : chunk.subarray(Math.min(skip, chunk.length));
      skip -= chunk.length - part.length;
      if (part.length > 0) yield part;
    }
  } catch (cause) {
    // Whatever a body fails with, it is the connection.
    if (blob.signal?.aborted) throw cause;
    drop.cause = cause;
  } finally {
    response.discard();
  }
}

/** How many bytes of the response were had before: none of a 206 that starts where it was asked to, all of them of a 200. */
function skipFor(response: HttpResponse, blob: BlobRequest, from: number): number {
  if (response.status === 200) return from;
  const start = /^bytes (\d+)-/.exec(response.headers['content-range'] ?? '')?.[1];
  if (response.status === 206 && from > 0 && start !== undefined && Number(start) === from) return 0;
  response.discard();
  if (response.status === 206) throw registryFailure('registry-bad-answer', `${blob.host} answered another range than the one asked for`);
  throw refuseStatus(response, blob.host, blob.digest);
}

function mismatch(blob: BlobRequest, why: string): BasewiseError {
  return registryFailure('digest-mismatch', `${blob.host} sent wrong bytes for ${blob.digest}: ${why}`, {
    hint: 'the registry or a proxy before it is damaged; try again or use another mirror',
  });
}
