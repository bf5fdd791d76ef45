import fs from 'node:fs';
import zlib from 'node:zlib';
import crypto from 'node:crypto';

export interface Row {
  readonly path: string;
  readonly mode: 'exec' | 'dlopen-now' | 'dlopen-lazy' | 'list';
  readonly host?: string;
  readonly loader: string;
  readonly outcome: string;
  readonly messages: readonly string[];
  readonly messagesTotal?: number;
  readonly objects?: readonly { readonly name: string | null; readonly path: string }[];
  readonly secure?: boolean;
  readonly sha: string;
}

export interface Meta {
  readonly hostObjects: Readonly<Record<string, readonly string[]>>;
}

export function readTruth(file: string): { readonly meta: Meta; readonly rows: readonly Row[] } {
  const [meta, ...rows] = zlib
    .gunzipSync(fs.readFileSync(file))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  return { meta: meta as Meta, rows: rows as Row[] };
}

export function sha8(path: string): string | null {
  try {
    return crypto.createHash('sha256').update(fs.readFileSync(path)).digest('hex').slice(0, 8);
  } catch {
    return null;
  }
}
