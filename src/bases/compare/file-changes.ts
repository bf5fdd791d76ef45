import type { ComparedFile } from './compared-base.ts';

export interface FileChanges {
  readonly gone: readonly string[];
  readonly added: readonly string[];
  readonly changed: readonly { readonly path: string; readonly what: readonly string[]; readonly package: string | null }[];
  /** Paths above that no package accounts for: of none, or of one that has the same version in both. */
  readonly unexplained: readonly string[];
  /** Files outside /etc whose content differs though their package has the same version. */
  readonly sameVersion: readonly string[];
}

/** Whether the file at a path, which has the same size in both, holds the same bytes; null where that cannot be found out. */
export type SameContent = (path: string) => boolean | null;

export interface ComparedFiles {
  readonly files: FileChanges | null;
  /** Files whose bytes would decide and cannot be read. */
  readonly unread: readonly string[];
}

/** Every path of two trees. `sameContent` is asked for files whose digests are not there; `movedPackages` came, went or have another version. */
export function compareFiles(
  a: ReadonlyMap<string, ComparedFile> | null,
  b: ReadonlyMap<string, ComparedFile> | null,
  sameContent: SameContent,
  movedPackages: ReadonlySet<string> = new Set(),
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
  const added = [...b.keys()].filter((path) => !a.has(path));
  const moved = (path: string): boolean => {
    const owner = b.get(path)?.package ?? a.get(path)?.package ?? null;
    return owner !== null && movedPackages.has(owner);
  };
  // A folder goes and comes with what is in it; the books of package managers change with the packages.
  const filled = new Set([...gone, ...added].map((path) => path.slice(0, path.lastIndexOf('/'))));
  const explained = (path: string): boolean => moved(path) || filled.has(path) || (movedPackages.size > 0 && BOOKS.test(path));
  const unexplained = [...gone, ...added, ...changed.map(({ path }) => path)].filter((path) => !explained(path));
  const sameVersion = changed.filter(
    ({ path, what, package: owner }) => owner !== null && what.includes('content') && !moved(path) && !path.startsWith('/etc/'),
  );
  return { files: { gone, added, changed, unexplained, sameVersion: sameVersion.map(({ path }) => path) }, unread };
}

const BOOKS =
  /^\/(?:(?:usr\/)?lib\/apk\/db|usr\/lib\/sysimage\/rpm|var\/lib\/(?:dpkg|apt|rpm|pam|systemd\/deb-systemd-helper-enabled)|var\/cache\/(?:debconf|apt|ldconfig)|etc\/ld\.so\.cache)(?:\/|$)/;

const nothing = { gone: [], added: [], changed: [], unexplained: [], sameVersion: [] } as const;

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
