import type { ComparedFile } from './compared-base.ts';

export interface FileChanges {
  readonly gone: readonly string[];
  readonly added: readonly string[];
  readonly changed: readonly { readonly path: string; readonly what: readonly string[]; readonly package: string | null }[];
}

/** Whether the file at a path, which has the same size in both, holds the same bytes; null where that cannot be found out. */
export type SameContent = (path: string) => boolean | null;

export interface ComparedFiles {
  readonly files: FileChanges | null;
  /** Files whose bytes would decide and cannot be read. */
  readonly unread: readonly string[];
}

/** Every path of two trees. `sameContent` is asked for files whose digests are not there. */
export function compareFiles(
  a: ReadonlyMap<string, ComparedFile> | null,
  b: ReadonlyMap<string, ComparedFile> | null,
  sameContent: SameContent,
): ComparedFiles {
  if (a === null || b === null || a === b) return { files: a === null || b === null ? null : nothing, unread: [] };
  const unread: string[] = [];
  const same: SameContent = (path) => {
    const answer = sameContent(path);
    if (answer === null) unread.push(path);
    return answer;
  };
  const changed = [...a].flatMap(([path, before]) => {
    const after = b.get(path);
    const what = after === undefined ? [] : aspects(path, before, after, same);
    return what.length === 0 ? [] : [{ path, what, package: after?.package ?? before.package }];
  });
  const gone = [...a.keys()].filter((path) => !b.has(path));
  return { files: { gone, added: [...b.keys()].filter((path) => !a.has(path)), changed }, unread };
}

const nothing = { gone: [], added: [], changed: [] } as const;

function aspects(path: string, a: ComparedFile, b: ComparedFile, same: SameContent): readonly string[] {
  if (a.type !== b.type) return [`${a.type} → ${b.type}`];
  return [
    ...(differs(path, a, b, same) ? [a.type === 'symlink' ? `${a.content ?? ''} → ${b.content ?? ''}` : 'content'] : []),
    ...(a.mode === b.mode ? [] : [`mode ${a.mode} → ${b.mode}`]),
    ...(a.owner === b.owner ? [] : [`owner ${a.owner} → ${b.owner}`]),
  ];
}

function differs(path: string, a: ComparedFile, b: ComparedFile, same: SameContent): boolean {
  if (a.size !== b.size) return true;
  if (a.identity === b.identity) return false;
  return a.type === 'file' && (a.content === null || b.content === null) ? same(path) === false : a.content !== b.content;
}
