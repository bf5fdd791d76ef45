import type { LayerContent } from '../../image/source.ts';

/** Files by name: a tar that is not unpacked, a folder, or what passed by in a stream. Names are relative, `/`-separated. */
export interface Members {
  /** For messages: the path as the user gave it. */
  readonly label: string;
  /** The bytes of a document, undefined when it is absent. Links inside the archive are followed. Throws BasewiseError `document-too-large`. */
  read(name: string): Uint8Array | undefined;
  /** Where the bytes of a layer are, undefined when it is absent. */
  content(name: string): StoredContent | undefined;
}

export interface StoredContent {
  /** Bytes as stored. */
  readonly size: number;
  readonly content: LayerContent;
}

/** `./a//b/../c` is `a/c`; a name never leaves the root. */
export function normalizeMemberName(name: string): string {
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
