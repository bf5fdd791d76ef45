import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import { readShellScript } from '../../dockerfile/shell/read-script.ts';
import { systemPackages } from '../../dockerfile/shell/system-packages.ts';
import type { RunStep } from '../../dockerfile/stages/step.ts';
import type { Range } from '../../formats/text/dockerfile/dockerfile.ts';
import { originOffset, originRange } from '../../formats/text/dockerfile/mapped-text.ts';
import { bashNeed } from './bash-features.ts';
import { cutInstruction } from './cut.ts';
import { namingOf, translatePackage } from '../packages/package-names.ts';
import { dropCommands } from './drop-command.ts';
import { isLoaderLink } from './loader-link.ts';
import { managerTexts } from './manager-text.ts';
import { need, otherEdits } from './other-commands.ts';
import { packageEdits } from './package-commands.ts';
import { plainName } from './plan-packages.ts';
import type { RunText } from './run-text.ts';
import { keepsManager } from './same-manager.ts';
import type { StageScope } from './stage-scope.ts';
import { userEdit } from './user-commands.ts';

/** All edits of one RUN. */
export function runEdits(scope: StageScope, step: RunStep): void {
  const { list, target } = scope;
  const { instruction, script, argv } = step;
  mountEdits(scope, step);
  if (script === null) {
    if (argv !== undefined) execForm(scope, step);
    else if (/\b(?:apk|apt-get|apt|dnf|yum)\b/.test(instruction.unfolded.text))
      list.mark(instruction, `the shell of this RUN is not a POSIX one: its commands need ${target.words}'s words`);
    return;
  }
  const reading = readShellScript(script.text, step.variables);
  if (reading.problems.length > 0 && reading.commands.some((command) => systemPackages(command) !== undefined)) {
    list.mark(instruction, `the shell text could not be read (${reading.problems[0]?.message ?? ''}): nothing in it was changed`);
    return;
  }
  const limit: Range = {
    start: originOffset(script.text, 0),
    end: originRange(script.text, { start: 0, end: script.text.text.length }).end,
  };
  const run: RunText = {
    instruction,
    commands: reading.commands,
    limit,
    folded: instruction.value.kind === 'shell' && instruction.heredocs.length === 0,
    lines: instruction.heredocs.length > 0,
    drops: [],
    ...(step.user === undefined ? {} : { user: step.user }),
  };
  if (onlyDropped(scope, run)) {
    const { file } = scope;
    const reason = `nothing of it is needed on ${target.words}`;
    list.add({ ...cutInstruction(file.text, instruction.range), after: '', reason, certainty: 'certain', rule: 'package' });
    return;
  }
  const seen = packageEdits(scope, run);
  for (const command of run.commands) {
    if (seen.has(command) || command.argv.length === 0) continue;
    if (!userEdit(scope, run, command)) otherEdits(scope, run, command);
    // shadow's tools are not in every image either.
    else if (target.manager === 'microdnf') need(scope, run, command);
  }
  dropCommands(scope, run);
  bashNeed(scope, step);
}

/** The RUN does nothing but what the target does not need: `apt-get update` on Alpine, `apk add bash` on Debian. */
function onlyDropped(scope: StageScope, { commands, instruction }: RunText): boolean {
  if (commands.length === 0 || instruction.value.kind === 'onbuild' || scope.target.manager === null || keepsManager(scope)) return false;
  const source = scope.file.text.slice(instruction.range.start, instruction.range.end);
  if (/\n[ \t]*#/.test(source) || !/^RUN\b/i.test(source)) return false;
  return commands.every((command) => {
    if (isLoaderLink(scope, command)) return true;
    const action = systemPackages(command);
    if (action?.action === 'refresh')
      return managerTexts[scope.target.manager ?? 'apk'].refresh === null && command.name.startsWith(scope.from === 'debian' ? 'apt' : '');
    if (
      action?.action !== 'install' ||
      action.packages.length === 0 ||
      action.group !== undefined ||
      action.options.some(({ value }) => value !== undefined)
    )
      return false;
    return action.packages.every(
      ({ name, kind, word, constraint }) =>
        kind === 'name' &&
        word.known &&
        constraint === undefined &&
        !name.includes('.') &&
        translatePackage(name, scope.from, scope.target).kind === 'none',
    );
  });
}

/** `RUN ["apk", "add", "curl"]` has no shell: what takes several commands becomes shell form. */
function execForm(scope: StageScope, { instruction, argv = [] }: RunStep): void {
  const { list, target, from } = scope;
  const words = argv.map((text) => ({ text, known: true, start: 0, end: 1 }));
  const name = argv[0]?.split('/').at(-1) ?? '';
  const command: ShellCommand = {
    name,
    argv: words,
    wrappers: [],
    wrapperWords: [],
    assignments: [],
    redirects: [],
    buildEnvironment: {},
    guards: [],
    pipeline: [name],
    pipelineIndex: 0,
    reached: 'yes',
    start: 0,
    end: 1,
  };
  const action = systemPackages(command);
  if (action === undefined || target.manager === null || keepsManager(scope)) return;
  const text = managerTexts[target.manager];
  const answers = action.packages.map((each) => translatePackage(plainName(each), from, target));
  const safe =
    action.action === 'install' &&
    action.packages.every(({ kind, constraint }) => kind === 'name' && constraint === undefined) &&
    answers.every(({ kind }) => kind !== 'unknown') &&
    action.group === undefined;
  if (!safe) {
    list.mark(instruction, `\`${argv.slice(0, 2).join(' ')}\` in exec form is not translated`);
    return;
  }
  const names = answers.flatMap((answer) => (answer.kind === 'names' ? answer.names : []));
  for (const each of names) scope.installed.add(each);
  const range = originRange(instruction.unfolded, instruction.args);
  const whole = [text.refresh, `${text.install} ${names.join(' ')}`, text.cleanup].filter((part) => part !== null).join(' && ');
  list.add({
    ...range,
    after: names.length === 0 ? 'true' : whole,
    reason: 'several commands need a shell',
    certainty: 'likely',
    rule: 'package',
  });
}

/** A cache mount keeps the downloads of the target's package manager instead. */
function mountEdits({ file, list, target, from }: StageScope, { instruction }: RunStep): void {
  if (target.manager === null || namingOf(target.family) === from) return;
  const old = {
    apk: /\/var\/cache\/apk|\/etc\/apk\/cache/,
    wolfi: /\/var\/cache\/apk/,
    debian: /\/var\/cache\/apt|\/var\/lib\/apt(?:\/lists)?/,
    dnf: /\/var\/cache\/(?:dnf|yum)/,
  }[from];
  const folder = managerTexts[target.manager].cacheFolder;
  for (const flag of instruction.flags) {
    if (flag.name !== 'mount' || flag.value === undefined || !/type=cache/.test(flag.value)) continue;
    const range = originRange(instruction.unfolded, flag);
    const raw = file.text.slice(range.start, range.end);
    const match = old.exec(raw);
    if (match === null || match[0] === folder) continue;
    const start = range.start + match.index;
    list.add({
      start,
      end: start + match[0].length,
      after: folder,
      reason: 'where the package manager keeps downloads',
      certainty: 'likely',
      rule: 'mount',
    });
  }
}
