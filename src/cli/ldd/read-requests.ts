import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { BasewiseError } from '../../errors.ts';
import type { LoadMode, LoadRequest } from '../../loader/load-result.ts';

export type AskedFile = Partial<LoadRequest> & { readonly path: string };

const MODES: ReadonlySet<unknown> = new Set<LoadMode>(['exec', 'dlopen-now', 'dlopen-lazy', 'list']);

/** Requests of a JSON lines file (`-` is standard input); `defaults` stand in for a mode or host that a line does not give. Throws BasewiseError `bad-line`, `unreadable`. */
export async function* readRequests(
  file: string,
  defaults: { readonly mode?: LoadMode; readonly host?: string },
): AsyncGenerator<AskedFile> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  const failed = new Promise<never>((_resolve, reject) => {
    input.once('error', (cause: Error) => reject(new BasewiseError('unreadable', '--files-from could not be read', { path: file, cause })));
  });
  failed.catch(() => {});
  const lines = createInterface({ input, crlfDelay: Infinity })[Symbol.asyncIterator]();
  for (let number = 1; ; number++) {
    const { done, value } = await Promise.race([lines.next(), failed]);
    if (done === true) return;
    if (value.trim() !== '') yield { ...defaultsOf(defaults), ...parseRequest(value, number) };
  }
}

function defaultsOf({ mode, host }: { readonly mode?: LoadMode; readonly host?: string }): Partial<LoadRequest> {
  return { ...(mode === undefined ? {} : { mode }), ...(host === undefined ? {} : { host }) };
}

/** One line: `{"path","mode","host"?,"env"?,"cwd"?,"uid"?}`; other fields are ignored. */
export function parseRequest(line: string, number: number): AskedFile {
  const fail = (what: string): never => {
    throw new BasewiseError('bad-line', `line ${number} of --files-from ${what}`, {
      hint: '{"path":"/bin/sh","mode":"exec"}, one object a line',
    });
  };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return fail('is not JSON');
  }
  if (!isRecord(value)) return fail('is no object');
  const { path, mode, host, env, cwd, uid } = value;
  if (typeof path !== 'string' || path === '') return fail('has no path');
  if (mode !== undefined && !isMode(mode)) return fail('has an unknown mode');
  if (host !== undefined && typeof host !== 'string') return fail('has a host that is no string');
  if (cwd !== undefined && (typeof cwd !== 'string' || !cwd.startsWith('/'))) return fail('has a cwd that is no absolute path');
  if (uid !== undefined && !(typeof uid === 'number' && Number.isInteger(uid) && uid >= 0)) return fail('has a uid that is no number');
  if (env !== undefined && !isEnvironment(env)) return fail('has an env that is not an object of strings');
  return {
    path,
    ...(mode === undefined ? {} : { mode }),
    ...(host === undefined ? {} : { host }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(uid === undefined ? {} : { uid }),
    ...(env === undefined ? {} : { env }),
  };
}

function isRecord(value: unknown): value is Record<'path' | 'mode' | 'host' | 'env' | 'cwd' | 'uid', unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMode(value: unknown): value is LoadMode {
  return MODES.has(value);
}

function isEnvironment(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'string');
}
