import type { GroupEntry, PasswdEntry } from '../formats/text/passwd.ts';

/** The user that a container of this image starts as. */
export interface DefaultUser {
  /** As the image configuration has it: ``, `node`, `1000:1000`. */
  readonly spec: string;
  /** Null when the name is not in the image's passwd, and then the container does not start. */
  readonly uid: number | null;
  readonly gid: number | null;
  /** The user's name in passwd, where it has one. */
  readonly name: string | null;
  readonly home: string | null;
  readonly root: boolean | null;
}

/**
 * `USER[:GROUP]`, each a name or a number, as container engines resolve it against the image's own passwd and group: a name first, a
 * number where no such name exists; an absent group is the user's, 0 for a number without an entry.
 */
export function describeDefaultUser(spec: string, users: readonly PasswdEntry[], groups: readonly GroupEntry[]): DefaultUser {
  const [userPart = '', groupPart = ''] = spec.split(':');
  const wanted = userPart === '' ? '0' : userPart;
  const entry = users.find((user) => user.name === wanted) ?? users.find((user) => String(user.uid) === wanted);
  const uid = entry?.uid ?? number(wanted);
  const group = groups.find((each) => each.name === groupPart)?.gid ?? number(groupPart);
  return {
    spec,
    uid,
    gid: groupPart === '' ? (entry?.gid ?? (uid === null ? null : 0)) : group,
    name: entry?.name ?? null,
    home: entry?.home ?? null,
    root: uid === null ? null : uid === 0,
  };
}

function number(text: string): number | null {
  return /^\d{1,10}$/.test(text) ? Number(text) : null;
}
