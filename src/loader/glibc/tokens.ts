import type { GlibcProcess, LinkMap } from './glibc-process.ts';

const TOKENS = ['ORIGIN', 'PLATFORM', 'LIB'] as const;

/**
 * _dl_dst_substitute: `$ORIGIN`, `$PLATFORM`, `$LIB`, also in braces. An unknown `$word` stays as it is. The empty string means that the element is
 * to be dropped: a token has no value, or a privileged program's $ORIGIN does not end up under a trusted directory.
 */
export function expandTokens(process: GlibcProcess, map: LinkMap, text: string): string {
  if (!text.includes('$')) return text;
  let result = '';
  let checkTrusted = false;
  for (let at = 0; at < text.length;) {
    if (text[at] !== '$') {
      result += text[at++];
      continue;
    }
    const token = TOKENS.find((word) => tokenLength(text, at + 1, word) > 0);
    if (token === undefined) {
      result += '$';
      at++;
      continue;
    }
    const length = tokenLength(text, at + 1, token);
    const after = text[at + 1 + length];
    const value = token === 'ORIGIN' ? map.origin : token === 'PLATFORM' ? process.loader.machine.platform : process.loader.lib;
    if (token === 'ORIGIN' && process.secure) {
      if (at !== 0 || (after !== undefined && after !== '/')) return '';
      checkTrusted = map.type === 'executable';
    }
    if (value === null) return '';
    result += value;
    at += 1 + length;
  }
  return checkTrusted && !isTrusted(process, result) ? '' : result;
}

function tokenLength(text: string, at: number, word: string): number {
  if (text.startsWith(`{${word}}`, at)) return word.length + 2;
  return text.startsWith(word, at) && !/[A-Za-z0-9_]/.test(text[at + word.length] ?? '') ? word.length : 0;
}

/** is_trusted_path_normalize. */
function isTrusted(process: GlibcProcess, path: string): boolean {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const normal = `/${parts.join('/')}/`;
  return process.loader.systemDirectories.some((directory) => normal.startsWith(directory));
}
