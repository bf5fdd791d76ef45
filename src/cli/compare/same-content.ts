import type { SameContent } from '../../bases/compare/file-changes.ts';
import { sameFile } from '../../subjects/folder/folder-files.ts';
import type { Side } from './read-side.ts';

/** How files are held against each other where a folder, whose files were not digested while it was read, takes part. */
export function sameContent(a: Side | undefined, b: Side | undefined): SameContent {
  return (path) => {
    if (a?.files !== undefined && b?.files !== undefined) return sameFile(a.files.placeOf(path), b.files.placeOf(path));
    const [left, right] = [digest(a, path), digest(b, path)];
    return left === null || right === null ? null : left === right;
  };
}

function digest(side: Side | undefined, path: string): string | null {
  return side?.base.files?.get(path)?.content ?? side?.files?.digestOf(path) ?? null;
}
