import { FormatError } from '../../formats/format-error.ts';
import { readSimpleIndex } from '../../formats/text/lockfiles/python/simple-index.ts';
import type { IndexFile } from '../../formats/text/lockfiles/python/simple-index.ts';
import type { HttpClient } from '../http/http-client.ts';
import { readBody } from '../http/read-body.ts';
import { sendFollowing } from '../http/redirects.ts';
import { sendWithRetry } from '../http/retry.ts';

const mostBytes = 64 * 1024 * 1024;

/**
 * The files of a project over all indexes, as pip gathers them; null where every one of them failed or answered no. Credentials in an index's address are sent to its
 * origin and to no other. `name` is normalized.
 */
export async function listIndexFiles(
  send: HttpClient,
  indexes: readonly URL[],
  name: string,
  signal?: AbortSignal,
): Promise<readonly IndexFile[] | null> {
  const lists = await Promise.all(indexes.map((index) => listOne(send, index, name, signal)));
  const found = lists.filter((list) => list !== null);
  return found.length === 0 ? null : found.flat();
}

async function listOne(send: HttpClient, index: URL, name: string, signal: AbortSignal | undefined): Promise<readonly IndexFile[] | null> {
  const url = new URL(`${encodeURIComponent(name)}/`, index);
  const authorizations = indexAuthorizations([url]);
  url.username = '';
  url.password = '';
  const headers = { accept: 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1' };
  try {
    let from = url;
    const once = async (): ReturnType<HttpClient> => {
      const answer = await sendFollowing(send, { url, headers, signal }, authorizations);
      from = answer.from;
      return answer.response;
    };
    const response = await sendWithRetry(once, signal);
    if (response.status !== 200) {
      response.discard();
      return null;
    }
    const body = await readBody(response, mostBytes);
    if (body === null) return null;
    return readSimpleIndex(new TextDecoder().decode(body)).map((file) => withAddress(file, from));
  } catch (error) {
    if (signal?.aborted === true || error instanceof TypeError) throw error;
    // One page that cannot be had or read leaves its package open.
    if (error instanceof FormatError || (error instanceof Error && 'code' in error)) return null;
    throw error;
  }
}

/** The Authorization header of each index whose address holds a user, for its own origin. */
export function indexAuthorizations(indexes: readonly URL[]): ReadonlyMap<string, string> {
  const authorizations = new Map<string, string>();
  for (const { username, password, origin } of indexes) {
    if (username === '' && password === '') continue;
    const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    authorizations.set(origin, `Basic ${Buffer.from(user).toString('base64')}`);
  }
  return authorizations;
}

/** Relative addresses are to the page that answered in the end; those that are none, or no HTTP, are left out. */
function withAddress({ url, ...file }: IndexFile, page: URL): IndexFile {
  if (url === undefined || !URL.canParse(url, page.href)) return file;
  const full = new URL(url, page);
  full.hash = '';
  return full.protocol === 'https:' || full.protocol === 'http:' ? { ...file, url: full.href } : file;
}
