import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { FormatError } from '../../formats/format-error.ts';
import { cratesIndexPath, cratesIoReplacement, readCratesIndex } from '../../formats/text/lockfiles/other/crates-index.ts';
import type { IndexedCrate } from '../../formats/text/lockfiles/other/crates-index.ts';
import { parseToml } from '../../formats/text/lockfiles/parse-data.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { Environment } from '../http/proxy.ts';
import { readBody } from '../http/read-body.ts';
import { sendFollowing } from '../http/redirects.ts';
import { sendWithRetry } from '../http/retry.ts';

const mostBytes = 32 * 1024 * 1024;

/** Cargo's own default (cargo's `CRATES_IO_HTTP_INDEX`). */
const cratesIo = 'sparse+https://index.crates.io/';

/**
 * The sparse index that the user's Cargo asks for crates.io: what replaces it in `$CARGO_HOME/config.toml`, else Cargo's default. Null where that is a folder or a git
 * index, which are not read here.
 */
export function cratesIndex(environment: Environment): URL | null {
  const { CARGO_HOME: chosen, HOME: home } = environment;
  const folder = chosen !== undefined && chosen !== '' ? chosen : join(home !== undefined && home !== '' ? home : homedir(), '.cargo');
  const named = ['config.toml', 'config'].map((file) => replacementIn(join(folder, file))).find((each) => each !== null) ?? cratesIo;
  const address = named.replace(/^sparse\+/, '');
  if (!named.startsWith('sparse+') || !URL.canParse(address)) return null;
  const url = new URL(address.endsWith('/') ? address : `${address}/`);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
}

function replacementIn(file: string): string | null {
  try {
    return cratesIoReplacement(parseToml(readFileSync(file, 'utf8')));
  } catch {
    // Not there or not readable: Cargo itself would say so.
    return null;
  }
}

/** The versions of a crate that the index lists; null where it cannot be had. */
export async function listCrateVersions(send: HttpClient, index: URL, name: string): Promise<readonly IndexedCrate[] | null> {
  if (!/^[\w-]{1,64}$/.test(name)) return null;
  const url = new URL(cratesIndexPath(name), index);
  try {
    const response = await sendWithRetry(async () => (await sendFollowing(send, { url }, new Map())).response, undefined);
    if (response.status !== 200) {
      response.discard();
      return null;
    }
    const body = await readBody(response, mostBytes);
    return body === null ? null : readCratesIndex(new TextDecoder().decode(body));
  } catch (error) {
    if (error instanceof TypeError) throw error;
    if (error instanceof FormatError || (error instanceof Error && 'code' in error)) return null;
    throw error;
  }
}
