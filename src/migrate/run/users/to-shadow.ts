import type { ShellCommand } from '../../../dockerfile/shell/command.ts';
import type { Target } from '../../target.ts';
import { splitWords } from '../split-words.ts';
import type { SplitWords } from '../split-words.ts';
import { compose } from './compose.ts';
import type { Composed, Source } from './compose.ts';

/** busybox's or Debian's adduser and addgroup as shadow writes them. */
export function toShadow(target: Target, command: ShellCommand, source: Source): Composed {
  const words = splitWords(command, /^-[hgsGukK]$/, /^--(?:home|shell|gecos|comment|uid|gid|ingroup)$/);
  const [name, group] = words.operands.map(source);
  if (name === undefined) return { why: 'no name is given' };
  const there = target.family === 'debian' || target.family === 'ubuntu';
  switch (command.name) {
    case 'addgroup':
      if (group !== undefined) return joinGroup(there, group, name);
      if (there && debianGroups.has(name)) return { why: `the group ${name} is in every ${target.words} image, with its own number` };
      return compose(
        'groupadd',
        words,
        source,
        { '-S': '-r', '--system': '-r', '-D': null, '--quiet': null },
        { '-g': '-g', '--gid': '-g' },
        [name],
      );
    case 'deluser':
      return group === undefined ? `userdel ${words.flags.includes('--remove-home') ? '-r ' : ''}${name}` : `gpasswd -d ${name} ${group}`;
    case 'delgroup':
      return group === undefined ? `groupdel ${name}` : `gpasswd -d ${name} ${group}`;
    case 'adduser':
      if (group !== undefined) return joinGroup(there, group, name);
      if (there && debianUsers.has(name)) return { why: `the user ${name} is in every ${target.words} image, with its own number` };
      return useradd(words, source, name);
    default:
      return { why: 'it has no counterpart' };
  }
}

/** Users and groups of every Debian root (base-passwd); creating them again fails. */
const debianUsers = new Set('root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc nobody _apt'.split(' '));
const debianGroups = new Set(
  (
    'root daemon bin sys adm tty disk lp mail news uucp man proxy kmem dialout fax voice cdrom floppy tape sudo audio dip www-data backup operator list irc src ' +
    'shadow utmp video sasl plugdev staff games users nogroup'
  ).split(' '),
);

/** Groups of Alpine's own files that Debian's lack; who may use sudo is in `wheel` there and in `sudo` here. */
function joinGroup(there: boolean, group: string, name: string): Composed {
  if (there && group === 'wheel') return `usermod -a -G sudo ${name}`;
  if (there && /^(?:ping|abuild|netdev|kvm|ftp|sshd|cron|nobody)$/.test(group)) return { why: `no group ${group} is in a Debian image` };
  return `usermod -a -G ${group} ${name}`;
}

const flags = {
  '-D': null,
  '-S': '-r',
  '-H': '-M',
  '--system': '-r',
  '--no-create-home': '-M',
  '--disabled-password': null,
  '--disabled-login': null,
  '--quiet': null,
  '--group': '-U',
  '--allow-bad-names': '--badname',
  '--force-badname': '--badname',
};
const values = {
  '-u': '-u',
  '--uid': '-u',
  '-G': '-g',
  '--ingroup': '-g',
  '--gid': '-g',
  '-h': '-d',
  '--home': '-d',
  '-s': '-s',
  '--shell': '-s',
  '-g': '-c',
  '--gecos': '-c',
  '--comment': '-c',
  '-k': '-k',
};

function useradd(words: SplitWords, source: Source, name: string): Composed {
  const made = compose('useradd', words, source, flags, values, [name]);
  if (typeof made !== 'string') return made;
  const has = (...names: readonly string[]): boolean =>
    words.flags.some((flag) => names.includes(flag)) || words.values.some((value) => names.includes(value.name));
  const system = has('-S', '--system');
  // busybox and Debian's adduser make the home folder unless told not to; useradd has to be asked.
  const nowhere = / -d "?\/(?:dev\/null|nonexistent)\b/.test(made);
  const home = has('-H', '--no-create-home') ? '' : nowhere ? ' -M' : ' -m';
  // Without a group of its own a system user is in nogroup, and its shell starts nothing (busybox adduser.c, Debian adduser(8)).
  const alone = system && !has('-G', '--ingroup', '--gid', '--group') ? ' -g nogroup' : '';
  const shell = system && !has('-s', '--shell') ? ' -s /bin/false' : '';
  return made.replace('useradd', `useradd${home}${alone}${shell}`).replaceAll('/bin/ash', '/bin/sh');
}
