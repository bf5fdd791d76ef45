import { decodeFileName } from '../archive/file-name.ts';
import { eachLine } from './lines.ts';

/** `info/NAME.list`: one absolute path a line, directories included, the root as `/.`. */
export function parseDpkgList(bytes: Uint8Array): string[] {
  const paths: string[] = [];
  for (const { text } of eachLine(decodeFileName(bytes))) if (text.startsWith('/') && text !== '/.') paths.push(text);
  return paths;
}

/** `NAME.md5sums`: a digest, two blanks and a path without its leading slash; regular files only. Other lines are passed over. */
export function parseDpkgMd5sums(bytes: Uint8Array): string[] {
  const paths: string[] = [];
  for (const { text } of eachLine(decodeFileName(bytes))) {
    const match = /^[0-9a-f]{32} [ *](?:\.\/)?(.+)$/.exec(text);
    if (match?.[1] !== undefined) paths.push(`/${match[1]}`);
  }
  return paths;
}

/** `by` is null for a diversion made by the administrator. */
export interface Diversion {
  readonly from: string;
  readonly to: string;
  readonly by: string | null;
}

/** `/var/lib/dpkg/diversions`: three lines each, from, to and the diverting package (`:` for none). A cut-off last one is passed over. */
export function parseDpkgDiversions(bytes: Uint8Array): Diversion[] {
  const lines = [...eachLine(decodeFileName(bytes))].map((line) => line.text);
  const diversions: Diversion[] = [];
  for (let index = 0; index + 2 < lines.length; index += 3) {
    const [from = '', to = '', by = ''] = lines.slice(index, index + 3);
    if (from !== '' && to !== '' && by !== '') diversions.push({ from, to, by: by === ':' ? null : by });
  }
  return diversions;
}
