import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import { systemPackages } from '../../dockerfile/shell/system-packages.ts';
import { namingOf, translatePackage } from '../packages/package-names.ts';
import { isPlaced } from './command-place.ts';
import { cutWord } from './cut.ts';
import { dropCommand } from './drop-command.ts';
import type { RunText } from './run-text.ts';
import type { StageScope } from './stage-scope.ts';

/** The same package manager on both sides: commands stay, only names that differ are edited. */
export function keepsManager({ from, target }: StageScope): boolean {
  const isApk = target.manager === 'apk' && (from === 'apk' || from === 'wolfi');
  return isApk || (namingOf(target.family) === from && (from !== 'dnf' || target.manager === 'dnf'));
}

export function renamedPackages(scope: StageScope, run: RunText): ReadonlySet<ShellCommand> {
  const { file, list, target } = scope;
  for (const command of run.commands) {
    const action = systemPackages(command);
    if (action === undefined || action.packages.length === 0 || !isPlaced(file.text, command)) continue;
    if (action.group !== undefined) scope.groups.set(action.group, []);
    for (const { name, word, kind, constraint } of action.packages) {
      if (scope.groups.has(name)) continue;
      if (kind !== 'name' || !word.known || file.text.slice(word.start, word.start + name.length) !== name) continue;
      const answer = translatePackage(name, scope.from, target);
      const range = { start: word.start, end: word.start + name.length };
      if (answer.kind === 'names') {
        list.add({ ...range, after: answer.names.join(' '), reason: answer.why, certainty: answer.certainty, rule: 'package' });
      }
      if (answer.kind === 'none') {
        const before = command.argv[command.argv.indexOf(word) - 1];
        const alone = action.packages.every((item) => translatePackage(item.name, scope.from, target).kind === 'none');
        if (alone) dropCommand(scope, run, command, answer.why, 'package');
        else
          list.add({ ...cutWord(file.text, before?.end ?? word.start, word), reason: answer.why, certainty: 'certain', rule: 'package' });
      }
      if (answer.kind === 'unknown' && !name.startsWith('.')) list.mark(run.instruction, `'${name}': ${answer.why}; the name is kept`);
      if (constraint !== undefined && /\d/.test(constraint))
        list.mark(run.instruction, `the version in '${word.text}' is the old release's: pin ${target.words}'s own`);
      for (const each of answer.kind === 'names' ? answer.names : []) scope.installed.add(each);
      scope.installedBefore.add(name);
    }
  }
  return new Set(run.commands.filter((command) => systemPackages(command) !== undefined));
}
