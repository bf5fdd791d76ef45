import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import { readShellScript } from '../../dockerfile/shell/read-script.ts';
import { systemPackages } from '../../dockerfile/shell/system-packages.ts';
import type { Stage } from '../../dockerfile/stages/build-graph.ts';
import type { RunStep } from '../../dockerfile/stages/step.ts';
import type { Arguments, Instruction } from '../../formats/text/dockerfile/dockerfile.ts';
import { lineEnd } from '../edit-list.ts';
import { translatePackage } from '../packages/package-names.ts';
import { cutInstruction } from '../run/cut.ts';
import { isIndexPath } from '../run/manager-text.ts';
import { optionProblem } from '../run/manager-options.ts';
import { isPlain } from '../run/command-place.ts';
import type { StageScope } from '../run/stage-scope.ts';
import { filesStage } from './files-stage.ts';

/**
 * The final stage on a base without package manager (Distroless, scratch, UBI micro): what its RUNs only install is copied from a builder of the same
 * release; every other RUN, and whatever needs a shell that is not there, is marked.
 */
export function bareStage(scope: StageScope, stage: Stage, oldReference: string): void {
  const { list, target, file } = scope;
  const hasShell = target.family === 'rhel';
  const names: string[] = [];
  for (const step of stage.steps) {
    if (step.inherited) continue;
    if (step.kind === 'run') {
      const installs = installedNames(scope, step);
      if (installs !== undefined) {
        names.push(...installs);
        const reason = `${target.words} installs nothing: packages are copied from a builder`;
        list.add({ ...cutInstruction(file.text, step.instruction.range), after: '', reason, certainty: 'likely', rule: 'package' });
      } else if (!hasShell) list.mark(step.instruction, `${target.words} has no shell: run this in a stage before and copy what it makes`);
      else if (makesUsers(step))
        list.mark(step.instruction, `${target.words} has no shadow-utils: write the user's number in USER, or copy /etc/passwd`);
      else if (usesManager(step))
        list.mark(step.instruction, `${target.words} has no package manager: install in a stage before, with --installroot, and copy`);
      continue;
    }
    const own = step.instruction.value.kind === 'onbuild' ? step.instruction.value.instruction : step.instruction;
    if (!hasShell && needsShell(own))
      list.mark(step.instruction, `${own.keyword} starts a shell, and ${target.words} has none: write it as a JSON array`);
  }
  const made = filesStage(target, [...new Set(names)], oldReference);
  for (const why of made.marks) list.mark(stage.from, why);
  if (made.stage === undefined) return;
  const newline = lineEnd(file.text);
  const start = file.text.lastIndexOf('\n', stage.from.range.start - 1) + 1;
  const after = `${made.stage.lines.join(newline)}${newline}${newline}`;
  list.add({ start, end: start, after, reason: made.stage.why, certainty: 'likely', rule: 'install' });
  const end = file.text.indexOf('\n', stage.from.range.end);
  const at = end === -1 ? file.text.length : end + 1;
  const copies = made.stage.copies.map((copy) => `${copy}${newline}`).join('');
  list.add({
    start: at,
    end: at,
    after: `${end === -1 ? newline : ''}${copies}`,
    reason: made.stage.why,
    certainty: 'likely',
    rule: 'install',
  });
}

/** The target's names of what a RUN installs, when it does nothing else; undefined otherwise. Unknown names are marked and left to the reader. */
function installedNames(scope: StageScope, step: RunStep): readonly string[] | undefined {
  if (step.script === null) return undefined;
  const reading = readShellScript(step.script.text, step.variables);
  if (reading.problems.length > 0 || reading.commands.length === 0 || /\n[ \t]*#/.test(sourceOf(scope, step.instruction))) return undefined;
  const names: string[] = [];
  for (const command of reading.commands) {
    if (!isPlain(command) || command.assignments.length > 0) return undefined;
    if (isCleanup(command) || (command.name === 'set' && command.argv.length > 1)) continue;
    const action = systemPackages(command);
    if (action === undefined) return undefined;
    if (action.action === 'refresh' || action.action === 'clean') continue;
    if (action.action !== 'install' || action.group !== undefined || optionProblem(action) !== undefined) return undefined;
    for (const { name, kind, word, constraint } of action.packages) {
      const answer = kind === 'name' && word.known && constraint === undefined ? answerFor(scope, name) : undefined;
      if (answer === undefined) return undefined;
      names.push(...answer);
    }
  }
  return names;
}

function answerFor({ target, from }: StageScope, name: string): readonly string[] | undefined {
  if (target.family === 'scratch') return [name];
  const full = { ...target, kind: 'full' as const };
  const answer = translatePackage(name, from, full);
  if (answer.kind === 'names') return answer.names;
  return answer.kind === 'none' ? (runtimeTools.has(name) ? undefined : []) : undefined;
}

/** In every full image, and in none without a shell: what needs these cannot go there. */
const runtimeTools = new Set([
  'bash',
  'coreutils',
  'findutils',
  'grep',
  'sed',
  'tar',
  'gzip',
  'util-linux',
  'shadow',
  'busybox',
  'perl-utils',
  'ncurses',
]);

function isCleanup(command: ShellCommand): boolean {
  return command.name === 'rm' && command.argv.slice(1).every(({ text }) => text.startsWith('-') || isIndexPath(text));
}

function makesUsers(step: RunStep): boolean {
  return (
    step.script !== null &&
    readShellScript(step.script.text, step.variables).commands.some(({ name }) =>
      /^(?:add|del)(?:user|group)$|^(?:user|group)(?:add|mod|del)$/.test(name),
    )
  );
}

function usesManager(step: RunStep): boolean {
  return (
    step.script !== null &&
    readShellScript(step.script.text, step.variables).commands.some((command) => systemPackages(command) !== undefined)
  );
}

function needsShell({ value, keyword }: Instruction): boolean {
  const command: Arguments = value.kind === 'healthcheck' ? value.command : value;
  if (!['CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'SHELL'].includes(keyword)) return false;
  if (command.kind === 'shell') return true;
  return command.kind === 'exec' && /(?:^|\/)(?:ba|da|a)?sh$/.test(command.items[0]?.text ?? '');
}

function sourceOf({ file }: StageScope, { range }: Instruction): string {
  return file.text.slice(range.start, range.end);
}
