import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import { isPlaced } from './command-place.ts';
import { cutWord } from './cut.ts';
import { dropCommand } from './drop-command.ts';
import { isIndexPath } from './manager-text.ts';
import type { ManagerText } from './manager-text.ts';
import type { RunText } from './run-text.ts';
import type { StageScope } from './stage-scope.ts';

/** `rm -rf /var/cache/apk/*` becomes the target's, or goes. */
export function cleanupEdit(scope: StageScope, run: RunText, command: ShellCommand, text: ManagerText, installs: boolean): boolean {
  if (command.name !== 'rm') return false;
  const operands = command.argv.slice(1).filter(({ text: word }) => !word.startsWith('-'));
  const old = operands.filter(({ text: word }) => isIndexPath(word));
  if (old.length === 0 || !isPlaced(scope.file.text, command)) return false;
  const replacement = installs ? text.indexFiles : null;
  if (old.length === operands.length && replacement === null) {
    dropCommand(scope, run, command, 'the index of the old package manager', 'cleanup');
    return true;
  }
  let previous = command.argv[0]?.end ?? command.start;
  let written = replacement === null;
  for (const word of command.argv.slice(1)) {
    if (old.includes(word)) {
      const cut = written ? cutWord(scope.file.text, previous, word) : { start: word.start, end: word.end, after: replacement ?? '' };
      scope.list.add({ ...cut, reason: 'where the index is', certainty: 'certain', rule: 'cleanup' });
      written = true;
    }
    previous = word.end;
  }
  return true;
}

export function isCleanup(command: ShellCommand): boolean {
  return command.name === 'rm' && command.argv.slice(1).some(({ text }) => isIndexPath(text));
}
