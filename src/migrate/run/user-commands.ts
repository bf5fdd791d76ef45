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
  if (isShadow && (goal === 'shadow' || scope.installed.has('shadow'))) return true;
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
  // A second command must not slip out of `|| …` or a pipeline.
  const single = !text.includes(' && ') || command.guards.every(({ kind }) => kind === 'and' || kind === 'subshell');
  const start = command.argv[0]?.start ?? command.start;
  const end = command.argv.at(-1)?.end ?? command.end;
  const from = isShadow ? 'shadow' : scope.fromLibc === 'musl' ? 'busybox' : 'Debian';
  const reason = `${command.name} of ${from} in the words of ${goal === 'shadow' ? 'shadow (useradd, groupadd)' : 'busybox (adduser, addgroup)'}`;
  list.add({ start, end, after: single ? text : `{ ${text}; }`, reason, certainty: 'likely', rule: 'user' });
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
