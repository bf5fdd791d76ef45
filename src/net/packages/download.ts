import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadRange } from '../../formats/archive/zip-directory.ts';
import type { HttpClient, HttpResponse } from '../http/http-client.ts';
import { sendFollowing } from '../http/redirects.ts';
import type { Authorizations } from '../http/redirects.ts';
import { sendWithRetry } from '../http/retry.ts';
import { fileReader } from './file-reader.ts';

export interface Wanted {
  readonly url: URL;
  readonly authorizations: Authorizations;
  /** `sha256:…`: another file is not used. Null where nothing says which file is meant. */
  readonly hash: string | null;
  /** Bytes; a larger file is not fetched. */
  readonly most: number;
}

/**
 * Streams a file to disk, holds it to its digest and gives it to `use`; it is gone afterwards. Null where it cannot be had, is too large or is another file than the
 * wanted one. Nothing in it is executed.
 */
export async function withDownload<T>(
  send: HttpClient,
  { url, authorizations, hash, most }: Wanted,
  use: (read: ReadRange, size: number) => T,
): Promise<T | null> {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-file-'));
  const file = openSync(join(folder, 'file'), 'w+', 0o600);
  try {
    const response = await sendWithRetry(async () => (await sendFollowing(send, { url }, authorizations)).response, undefined);
    if (response.status !== 200) {
      response.discard();
      return null;
    }
    const got = await write(response, file, most);
    if (got === null || (hash !== null && hash !== `sha256:${got.sha256}`)) return null;
    return use(fileReader(file, got.size), got.size);
  } catch (error) {
    // Not to be had: what stands behind it stays as it was. Errors of `use` have no such code and go on.
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z_]+$/.test(error.code)) return null;
    throw error;
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function write(
  response: HttpResponse,
  file: number,
  most: number,
): Promise<{ readonly sha256: string; readonly size: number } | null> {
  if (Number(response.headers['content-length'] ?? 0) > most) {
    response.discard();
    return null;
  }
  const digest = createHash('sha256');
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > most) {
      response.discard();
      return null;
    }
    digest.update(chunk);
    for (let at = 0; at < chunk.length;) at += writeSync(file, chunk, at);
  }
  return { sha256: digest.digest('hex'), size };
}
