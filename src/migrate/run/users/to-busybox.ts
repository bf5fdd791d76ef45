import type { ShellCommand } from '../../../dockerfile/shell/command.ts';
import { splitWords } from '../split-words.ts';
import type { SplitWords } from '../split-words.ts';
import { compose } from './compose.ts';
import type { Composed, Source } from './compose.ts';

/** shadow's tools, and Debian's Perl adduser, as busybox writes them. */
export function toBusybox(command: ShellCommand, source: Source, groupNames: ReadonlyMap<string, string>): Composed {
  const isPerl = /^(?:add|del)/.test(command.name);
  const words = isPerl
    ? splitWords(command, /^$/, /^--(?:home|shell|gecos|comment|uid|gid|ingroup)$/)
    : splitWords(
        command,
        /^-[bcdefgGkKpRsuZ]$/,
        /^--(?:base-dir|comment|home-dir|home|gid|groups|shell|uid|password|expiredate|inactive|skel|key|root)$/,
      );
  const names = words.operands.map(source);
  const name = names.at(isPerl ? 0 : -1);
  if (name === undefined) return { why: 'no name is given' };
  switch (command.name) {
    case 'groupadd':
      return compose('addgroup', words, source, { '-r': '-S', '--system': '-S', '-f': null }, { '-g': '-g', '--gid': '-g' }, [name]);
    case 'userdel':
      return `deluser ${words.flags.some((flag) => flag === '-r' || flag === '--remove') ? '--remove-home ' : ''}${name}`;
    case 'groupdel':
      return `delgroup ${name}`;
    case 'usermod':
      return usermod(words, source, name);
    case 'useradd':
      return useradd(words, source, name, groupNames);
    case 'addgroup':
      if (names[1] !== undefined) return `addgroup ${names.join(' ')}`;
      return compose('addgroup', words, source, { '--system': '-S', '--quiet': null }, { '--gid': '-g' }, [name]);
    case 'adduser':
      return perlAdduser(words, source, names);
    default:
      return { why: 'it has no counterpart in busybox' };
  }
}

const flags = {
  '-r': '-S',
  '--system': '-S',
  '-m': null,
  '--create-home': null,
  '-M': '-H',
  '--no-create-home': '-H',
  '-U': null,
  '--user-group': null,
  '-l': null,
  '--no-log-init': null,
  '-N': '-G users',
  '--no-user-group': '-G users',
  '--badname': null,
};
const values = {
  '-u': '-u',
  '--uid': '-u',
  '-g': '-G',
  '--gid': '-G',
  '-d': '-h',
  '--home-dir': '-h',
  '--home': '-h',
  '-s': '-s',
  '--shell': '-s',
  '-c': '-g',
  '--comment': '-g',
};

function useradd(words: SplitWords, written: Source, name: string, groupNames: ReadonlyMap<string, string>): Composed {
  const gid = words.values.find((value) => value.name === '-g' || value.name === '--gid');
  const number = gid === undefined ? '' : listed(gid, written);
  const named = /^\d+$/.test(number) ? (number === '0' ? 'root' : groupNames.get(number)) : number;
  if (named === undefined) return { why: `busybox wants the name of group ${number}` };
  // busybox's -G takes a name, shadow's -g a number too.
  const source: Source = (word) => (word === gid?.word && named !== number ? (gid.joined ? `--gid=${named}` : named) : written(word));
  const groups = words.values.find((value) => value.name === '-G' || value.name === '--groups');
  const grouped = words.values.some((value) => value.name === '-g' || value.name === '--gid');
  const kept = grouped ? words.flags.filter((flag) => flag !== '-N' && flag !== '--no-user-group') : words.flags;
  const own =
    words.flags.some((flag) => flag === '-r' || flag === '--system') && !grouped && !kept.some((flag) => /^-N$|^--no-user/.test(flag));
  const made = compose('adduser', { flags: kept, values: words.values.filter((value) => value !== groups) }, source, flags, values, [name]);
  if (typeof made !== 'string') return made;
  // -D: no password is asked for. useradd makes no home folder unless told to (login.defs, CREATE_HOME).
  const home = words.flags.some((flag) => ['-m', '--create-home', '-M', '--no-create-home'].includes(flag)) ? '' : ' -H';
  // `useradd -r` makes a group of the same name, `adduser -S` puts the user into nogroup.
  const first = own
    ? `addgroup -S ${name} && ${made.replace('adduser', `adduser -D${home} -G ${name}`)}`
    : made.replace('adduser', `adduser -D${home}`);
  if (groups === undefined) return first;
  const list = listed(groups, source);
  if (list.includes('$')) return { why: `the groups ${list} are a variable` };
  const missing = list.split(',').filter((group) => onlyDebian.has(group));
  if (missing.length > 0) return { why: `Alpine has no group ${missing.join(', ')}` };
  return [first, ...list.split(',').map((group) => `addgroup ${name} ${group}`)].join(' && ');
}

/** Groups of every Debian root that Alpine's has not. */
const onlyDebian = new Set([
  'sudo',
  'staff',
  'plugdev',
  'proxy',
  'backup',
  'operator',
  'list',
  'irc',
  'src',
  'sasl',
  'dip',
  'fax',
  'voice',
  '_apt',
]);

function usermod(words: SplitWords, source: Source, name: string): Composed {
  const groups = words.values.find((value) => value.name === '-G' || value.name === '--groups');
  const only = words.values.length === 1 && words.flags.length > 0 && words.flags.every((flag) => flag === '-a' || flag === '--append');
  if (groups === undefined || !only) return { why: 'busybox has no usermod: install shadow, or make the user as it should be' };
  return listed(groups, source)
    .split(',')
    .map((group) => `addgroup ${name} ${group}`)
    .join(' && ');
}

function listed({ word, joined, name }: SplitWords['values'][number], source: Source): string {
  const raw = source(word).replaceAll(/["']/g, '');
  if (!joined) return raw;
  return name.startsWith('--') ? raw.slice(raw.indexOf('=') + 1) : raw.slice(2);
}

/** `--group` with `--system` makes a group of the same name first. */
function perlAdduser(words: SplitWords, source: Source, names: readonly string[]): Composed {
  const [name = '', group] = names;
  if (group !== undefined) return `adduser ${name} ${group}`;
  const perlFlags = {
    '--system': '-S',
    '--disabled-password': null,
    '--disabled-login': null,
    '--no-create-home': '-H',
    '--quiet': null,
    '--group': null,
    '--force-badname': null,
    '--allow-bad-names': null,
  };
  const perlValues = {
    '--uid': '-u',
    '--ingroup': '-G',
    '--gid': '-G',
    '--home': '-h',
    '--shell': '-s',
    '--gecos': '-g',
    '--comment': '-g',
  };
  const made = compose('adduser', words, source, perlFlags, perlValues, [name]);
  if (typeof made !== 'string') return made;
  if (!words.flags.includes('--group')) return made.replace('adduser', 'adduser -D');
  return `addgroup -S ${name} && ${made.replace('adduser', `adduser -D -G ${name}`)}`;
}
