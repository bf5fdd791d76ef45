import type { Base } from '../../distro/base.ts';
import type { DefaultUser } from '../../distro/default-user.ts';

/** How a base makes a user: busybox's words, shadow's words, or none, and then the number is what every base understands. */
export function addUserCommand(base: Base | null, { name, uid, gid }: DefaultUser): string {
  const user = name ?? 'app';
  const number = uid === null ? '' : String(uid);
  const programs = base === null || base.shells.length === 0 ? 'none' : base.busybox !== null ? 'busybox' : 'shadow';
  if (programs === 'none')
    return number === '' ? 'USER with a number: nothing in this base can add a name' : `USER ${number}${gid === null ? '' : `:${gid}`}`;
  if (programs === 'busybox')
    return `addgroup -S ${gid === null ? '' : `-g ${gid} `}${user} && adduser -S -D -H ${number === '' ? '' : `-u ${number} `}-G ${user} ${user}`;
  return `groupadd -r ${gid === null ? '' : `-g ${gid} `}${user} && useradd -r ${number === '' ? '' : `-u ${number} `}-g ${user} ${user}`;
}
