import type { ShellCommand } from './command.ts';
import { hasOption, optionValue, parseOptions } from './options.ts';

/** A user or group that a command creates. Numbers are as written: they may be variables. */
export interface UserCreation {
  readonly kind: 'user' | 'group';
  /** `busybox`: adduser -D style; `debian`: the Perl adduser; `shadow`: useradd. Which one it is shows in the options. */
  readonly dialect: 'busybox' | 'debian' | 'shadow' | 'unknown';
  readonly name: string;
  readonly id?: string;
  readonly group?: string;
  readonly groups: readonly string[];
  readonly home?: string;
  readonly shell?: string;
  readonly system: boolean;
  /** `adduser NAME GROUP` adds to a group. */
  readonly addsToGroup?: string;
  readonly command: ShellCommand;
}

/** adduser, addgroup, useradd and groupadd in the dialects of busybox, Debian and shadow. */
export function userCreation(command: ShellCommand): UserCreation | undefined {
  if (command.name === 'useradd' || command.name === 'groupadd') return shadow(command);
  return command.name === 'adduser' || command.name === 'addgroup' ? adduser(command) : undefined;
}

function shadow(command: ShellCommand): UserCreation | undefined {
  const parsed = parseOptions(
    splitClusters(command, /^-[bcdefgGkKpRsuZ]$/),
    /^-[bcdefgGkKpRsuZ]$|^--(?:base-dir|comment|home-dir|home|expiredate|inactive|gid|groups|skel|key|password|root|shell|uid|selinux-user)$/,
  );
  const name = parsed.operands.at(-1)?.text;
  if (name === undefined) return undefined;
  const isUser = command.name === 'useradd';
  return build(command, isUser ? 'user' : 'group', 'shadow', name, {
    id: optionValue(parsed, isUser ? '-u' : '-g', isUser ? '--uid' : '--gid')?.text,
    group: isUser ? optionValue(parsed, '-g', '--gid')?.text : undefined,
    groups: optionValue(parsed, '-G', '--groups')?.text.split(',') ?? [],
    home: optionValue(parsed, '-d', '--home-dir', '--home')?.text,
    shell: optionValue(parsed, '-s', '--shell')?.text,
    system: hasOption(parsed, '-r', '--system'),
  });
}

/** busybox has short options, Debian long ones; `-S`, `-D`, `-H`, `-G` are busybox's alone, `--disabled-password` and `--ingroup` Debian's unless one of those stands beside them. */
function adduser(command: ShellCommand): UserCreation | undefined {
  const parsed = parseOptions(
    splitClusters(command, /^-[hgsGukK]$/),
    /^-[hgsGukK]$|^--(?:home|shell|gecos|comment|uid|gid|ingroup|firstuid|lastuid|conf|add_extra_groups)$/,
  );
  const [name, group] = parsed.operands;
  if (name === undefined) return undefined;
  const debian = hasOption(
    parsed,
    '--disabled-password',
    '--disabled-login',
    '--gecos',
    '--comment',
    '--ingroup',
    '--no-create-home',
    '--quiet',
    '--force-badname',
    '--allow-bad-names',
    '--group',
  );
  const busybox = hasOption(parsed, '-D', '-S', '-H', '-G', '-h');
  const isUser = command.name === 'adduser';
  const found = build(command, isUser ? 'user' : 'group', busybox ? 'busybox' : debian ? 'debian' : 'unknown', name.text, {
    id: optionValue(parsed, ...(isUser ? ['-u', '--uid'] : ['-g', '--gid']))?.text,
    group: isUser ? optionValue(parsed, '-G', '--ingroup', '--gid')?.text : undefined,
    groups: [],
    home: optionValue(parsed, '-h', '--home')?.text,
    shell: optionValue(parsed, '-s', '--shell')?.text,
    system: hasOption(parsed, '-S', '--system'),
  });
  return group === undefined ? found : { ...found, addsToGroup: group.text };
}

/** `-DS`, `-rms /bin/sh`: each letter an option of its own; the last may take a value. */
function splitClusters(command: ShellCommand, valued: RegExp): ShellCommand['argv'] {
  return command.argv.slice(1).flatMap((word) => {
    if (!/^-[A-Za-z]{2,}$/.test(word.text)) return [word];
    const letters = word.text.slice(1).split('');
    const first = letters.findIndex((letter) => valued.test(`-${letter}`));
    // A value in the same word: `-u1000` is no cluster, and has digits; `-sbash` does not occur.
    const upTo = first === -1 ? letters.length : first + 1;
    return letters.slice(0, upTo).map((letter) => ({ ...word, text: `-${letter}` }));
  });
}

type Details = Readonly<Record<'id' | 'group' | 'home' | 'shell', string | undefined>> & {
  readonly groups: readonly string[];
  readonly system: boolean;
};

function build(
  command: ShellCommand,
  kind: UserCreation['kind'],
  dialect: UserCreation['dialect'],
  name: string,
  { groups, system, ...rest }: Details,
): UserCreation {
  const set = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { kind, dialect, name, groups, system, ...set, command };
}
