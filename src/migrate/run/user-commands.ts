import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import { isPlaced } from './command-place.ts';
import type { RunText } from './run-text.ts';
import type { StageScope } from './stage-scope.ts';
import { toBusybox } from './users/to-busybox.ts';
import { toShadow } from './users/to-shadow.ts';

/**
 * User and group commands from one dialect to the other (busybox loginutils, shadow, Debian's Perl adduser). The command is written anew with the
 * values as they stand in the file. Returns true when the command was dealt with.
 */
export function userEdit(scope: StageScope, run: RunText, command: ShellCommand): boolean {
  const { list, file, target } = scope;
  const goal = target.family === 'alpine' || target.family === 'wolfi' ? 'busybox' : 'shadow';
  if (!/^(?:adduser|addgroup|useradd|groupadd|usermod|deluser|delgroup|userdel|groupdel)$/.test(command.name)) return false;
  const isShadow = /^(?:user|group)/.test(command.name);
  // shadow's tools are the same program everywhere; Debian and UBI have them, Alpine with the package of that name.
  if (isShadow && (goal === 'shadow' || scope.installed.has('shadow'))) {
    if (goal === 'shadow') shadowEdits(scope, run, command);
    return true;
  }
  // Between Alpine and Wolfi both are busybox's.
  if (!isShadow && goal === 'busybox' && (scope.from === 'apk' || scope.from === 'wolfi')) return true;
  // Debian's Perl adduser is in 11 and 12; from 13 on its images lack it.
  if (scope.from === 'debian' && target.family === 'debian' && (target.release ?? '') < '13') return true;
  if (!isPlaced(file.text, command)) {
    list.mark(run.instruction, `\`${command.name}\` stands where its words cannot be changed`);
    return true;
  }
  const source = (word: { readonly start: number; readonly end: number }): string => file.text.slice(word.start, word.end);
  noteGroup(scope, command);
  const text = goal === 'shadow' ? toShadow(target, command, source) : toBusybox(command, source, scope.groupNames);
  if (typeof text !== 'string') {
    list.mark(run.instruction, `\`${command.name}\`: ${text.why}`);
    return true;
  }
  if (goal === 'busybox' && text.includes('/bin/bash') && !scope.installed.has('bash') && !scope.wanted.has('bash')) {
    scope.wanted.set('bash', { program: 'bash', offset: command.start, instruction: run.instruction });
  }
  const free = takenNumber(scope, command) ? `userdel -r ubuntu && ${text}` : text;
  // A second command must not slip out of `|| …` or a pipeline.
  const single = !free.includes(' && ') || command.guards.every(({ kind }) => kind === 'and' || kind === 'subshell');
  const start = command.argv[0]?.start ?? command.start;
  const end = command.argv.at(-1)?.end ?? command.end;
  const from = isShadow ? 'shadow' : scope.fromLibc === 'musl' ? 'busybox' : 'Debian';
  const reason = `${command.name} of ${from} in the words of ${goal === 'shadow' ? 'shadow (useradd, groupadd)' : 'busybox (adduser, addgroup)'}`;
  list.add({ start, end, after: single ? free : `{ ${free}; }`, reason, certainty: 'likely', rule: 'user' });
  return true;
}

/** The same program on both sides: the groups that the command names, and the number that it asks for, may not be free. */
function shadowEdits(scope: StageScope, run: RunText, command: ShellCommand): void {
  const { list, file, target } = scope;
  const start = command.argv[0]?.start ?? command.start;
  if (takenNumber(scope, command) && isPlaced(file.text, command)) {
    const reason = `the image of ${target.words} has a user ubuntu with the number 1000`;
    list.add({ start, end: start, after: 'userdel -r ubuntu && ', reason, certainty: 'likely', rule: 'user' });
  }
  if (scope.from !== 'debian' || target.family !== 'rhel') return;
  for (const match of file.text
    .slice(command.start, command.end)
    .matchAll(/(?<=\s-\w*[gG][ =]?|--gid[ =]|--groups?[ =]|,)(?:sudo|www-data|staff|plugdev|nogroup|backup|proxy)(?![\w-])/g)) {
    const at = command.start + match.index;
    if (match[0] === 'sudo') {
      const reason = `who may use sudo is in the group wheel on ${target.words}`;
      list.add({ start: at, end: at + match[0].length, after: 'wheel', reason, certainty: 'likely', rule: 'user' });
    } else list.mark(run.instruction, `\`${command.name}\`: ${target.words} has no group ${match[0]}`);
  }
}

/** Ubuntu's images have a user `ubuntu`, number 1000, since 23.04: the first command that asks for this number has to remove it. */
function takenNumber({ target, groups }: StageScope, { name, argv }: ShellCommand): boolean {
  if (target.family !== 'ubuntu' || target.release === null || Number(target.release) < 23.04 || groups.has('#ubuntu')) return false;
  if (
    !/^(?:adduser|addgroup|useradd|groupadd)$/.test(name) ||
    !/(?:^| )-\w*[ugG][ =]?1000(?: |$)|--[ug]id[ =]1000(?: |$)/.test(argv.map(({ text }) => text).join(' '))
  )
    return false;
  groups.set('#ubuntu', []);
  return true;
}

/** `groupadd -g 1000 app`: a later command may name the group by its number. */
function noteGroup({ groupNames }: StageScope, { name, argv }: ShellCommand): void {
  if (name !== 'groupadd' && name !== 'addgroup') return;
  const words = argv.map(({ text }) => text);
  const number = /(?:^| )(?:-g|--gid)[ =]?(\d+)(?: |$)/.exec(words.join(' '))?.[1];
  const last = words.slice(1).findLast((word, at, all) => !word.startsWith('-') && !/^(?:-g|--gid)$/.test(all[at - 1] ?? ''));
  if (number !== undefined && last !== undefined) groupNames.set(number, last);
}
