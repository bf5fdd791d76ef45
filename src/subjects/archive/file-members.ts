import { closeSync, openSync, readSync } from 'node:fs';
import { BasewiseError } from '../../errors.ts';
import { LARGEST_DOCUMENT } from '../manifests/json-document.ts';
import { normalizeMemberName, type Members } from './members.ts';

/** A range of a local file. */
export interface FileRange {
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

/** Members whose bytes stand in local files. */
export function fileMembers(label: string, find: (name: string) => FileRange | undefined): Members {
  return {
    label,
    read: (name) => {
      const range = find(normalizeMemberName(name));
      if (range === undefined) return undefined;
      if (range.length > LARGEST_DOCUMENT) throw documentTooLarge(name, label);
      return readRange(range);
    },
    content: (name) => {
      const range = find(normalizeMemberName(name));
      return range && { size: range.length, content: { kind: 'file', ...range } };
    },
  };
}

export function documentTooLarge(name: string, label: string): BasewiseError {
  return new BasewiseError('document-too-large', `${name} is larger than ${LARGEST_DOCUMENT} bytes`, { path: label });
}

function readRange(range: FileRange): Uint8Array {
  const file = openSync(range.path, 'r');
  try {
    const bytes = new Uint8Array(range.length);
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(file, bytes, done, bytes.length - done, range.offset + done);
      if (count === 0) throw new BasewiseError('file-truncated', 'the file ends too early', { path: range.path });
      done += count;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}
