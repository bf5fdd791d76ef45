import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpResponse } from './http-client.ts';

export interface RetryOptions {
  /** How often a request is sent at most. */
  readonly attempts?: number;
  /** Waits; replaced in tests. */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/**
 * Sends again after 429, 500, 502, 503, 504 and connections that broke or timed out, with exponential backoff; `Retry-After` is obeyed up to
 * a minute, and what asks for longer is answered at once with the response as it is.
 */
export async function sendWithRetry(
  send: () => Promise<HttpResponse>,
  signal: AbortSignal | undefined,
  options: RetryOptions = {},
): Promise<HttpResponse> {
  const attempts = options.attempts ?? ATTEMPTS;
  const wait = options.wait ?? waitFor;
  for (let attempt = 1; ; attempt++) {
    let pause = backoff(attempt);
    try {
      const response = await send();
      if (attempt >= attempts || !RETRIED.has(response.status)) return response;
      const asked = retryAfter(response.headers['retry-after'], Date.now());
      if (asked !== null && asked > LONGEST_WAIT_MS) return response;
      response.discard();
      pause = asked ?? pause;
    } catch (error) {
      if (attempt >= attempts || !isTransient(error) || signal?.aborted) throw error;
    }
    await wait(pause, signal);
  }
}

/** Milliseconds until another attempt: half a second, then doubled, with up to a quarter more at random so that many clients do not meet. */
export function backoff(attempt: number): number {
  return Math.min(500 * 2 ** (attempt - 1), 10_000) * (1 + Math.random() / 4);
}

export async function waitFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, { signal });
}

/** A connection that broke or fell silent; not one that never came about: a machine without a network is told so at once. */
export function isTransient(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && TRANSIENT.has(code);
}

/** Seconds or an HTTP date (RFC 9110 section 10.2.3), in milliseconds from `now`; null when it says nothing. */
export function retryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

const ATTEMPTS = 5;
const LONGEST_WAIT_MS = 60_000;
const RETRIED: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);
const TRANSIENT: ReadonlySet<string> = new Set(['ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE']);
