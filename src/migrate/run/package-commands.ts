import type { Instruction, Range } from '../../formats/text/dockerfile/dockerfile.ts';
import type { ShellCommand, ShellWord } from '../../dockerfile/shell/command.ts';
import type { PackageAction } from '../../dockerfile/shell/package-action.ts';
import { systemPackages } from '../../dockerfile/shell/system-packages.ts';
import type { Certainty } from '../migration.ts';
import { namingOf, translatePackage } from '../packages/package-names.ts';
import { cutCommand, cutWord } from './cut.ts';
import { isIndexPath, managerTexts } from './manager-text.ts';
import type { ManagerText } from './manager-text.ts';
import { optionProblem } from './manager-options.ts';
import type { StageScope } from './stage-scope.ts';

/** One RUN as the package edits see it. */
export interface RunText {
  readonly instruction: Instruction;
  readonly commands: readonly ShellCommand[];
  /** Where commands may be cut from: the script in the file. */
  readonly limit: Range;
  /** New lines may be written with a continuation: plain shell form. */
  readonly folded: boolean;
  /** A line end separates commands: a heredoc. */
  readonly lines: boolean;
  readonly user?: string;
}

/** Translates what a RUN does with the old base's package manager. Returns the commands that were dealt with. */
export function packageEdits(scope: StageScope, run: RunText): ReadonlySet<ShellCommand> {
  const { target } = scope;
  const text = target.manager === null ? undefined : managerTexts[target.manager];
  const seen = new Set<ShellCommand>();
  if (text === undefined) return seen;
  if (keepsManager(scope)) return renamedPackages(scope, run);
  const actions = run.commands.flatMap((command) => {
    const found = isOld(scope, command) ? systemPackages(command) : undefined;
    return found === undefined ? [] : [found];
  });
  const plans = actions.map((action) => plan(scope, run, action));
  const installs = plans.filter(({ kind }) => kind === 'install');
  const plainInstalls = installs.filter(({ action }) => isPlain(action.command));
  const firstPlain = plans.find(({ action, kind }) => (kind === 'install' || kind === 'upgrade') && isPlain(action.command));
  const plainRefresh = plans.find(({ action, kind }) => kind === 'refresh' && isPlain(action.command));
  const cleans = run.commands.filter((command) => isCleanup(command) && isPlain(command)).at(-1);
  for (const each of plans) {
    const { action } = each;
    seen.add(action.command);
    const plain = isPlain(action.command);
    const first = firstPlain === each && (plainRefresh === undefined || plainRefresh.action.command.start > action.command.start);
    const last = plainInstalls.at(-1) === each && (cleans === undefined || cleans.start < action.command.start);
    write(scope, run, text, each, { refresh: !plain || first, cleanup: !plain || last });
  }
  for (const command of run.commands) if (cleanupEdit(scope, run, command, text, installs.length > 0)) seen.add(command);
  return seen;
}

/** The same package manager on both sides: commands stay, only names that differ are edited. */
export function keepsManager({ from, target }: StageScope): boolean {
  const isApk = target.manager === 'apk' && (from === 'apk' || from === 'wolfi');
  return isApk || (namingOf(target.family) === from && (from !== 'dnf' || target.manager === 'dnf'));
}

function renamedPackages(scope: StageScope, run: RunText): ReadonlySet<ShellCommand> {
  const { file, list, target } = scope;
  for (const command of run.commands) {
    const action = systemPackages(command);
    if (action === undefined || action.packages.length === 0 || !isPlaced(file.text, command)) continue;
    for (const { name, word, kind, constraint } of action.packages) {
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

interface Plan {
  readonly kind: 'install' | 'remove' | 'refresh' | 'upgrade' | 'drop' | 'refuse';
  readonly action: PackageAction;
  readonly words: readonly PlannedWord[];
  readonly why: string;
}

/** One package word (or one variable that holds several) and what stands for it; null: it goes. */
interface PlannedWord {
  readonly range: Range;
  readonly after: string | null;
  readonly certainty: Certainty;
  readonly why: string;
}

function plan(scope: StageScope, run: RunText, action: PackageAction): Plan {
  const { command } = action;
  const { file, list, target } = scope;
  const mark = (why: string): Plan => {
    list.mark(run.instruction, why);
    return { kind: 'refuse', action, words: [], why };
  };
  if (!isPlaced(file.text, command)) return mark(`\`${command.name}\` stands where its words cannot be changed (quotes or variables)`);
  if (command.wrappers.some((wrapper) => !['sudo', 'env', 'time', 'nice', 'command', 'eatmydata'].includes(wrapper)))
    return mark(`\`${command.wrappers.join(' ')} ${command.name}\` gets its packages from elsewhere`);
  if (action.action === 'install' && run.user !== undefined && !/^(?:root|0)(?::|$)/.test(run.user) && !command.wrappers.includes('sudo')) {
    list.mark(run.instruction, `it runs as ${run.user}, and installing needs root, here as before`);
  }
  const problem = optionProblem(action);
  if (problem?.refuse === true) return mark(problem.why);
  if (problem !== undefined) list.mark(run.instruction, problem.why);
  switch (action.action) {
    case 'install':
      return installPlan(scope, run, action, mark);
    case 'remove':
      return removePlan(scope, action, mark);
    case 'refresh':
      return {
        kind: target.manager === 'apt' ? 'refresh' : 'drop',
        action,
        words: [],
        why: `${target.words} reads its index as it installs`,
      };
    case 'upgrade':
      return action.packages.length > 0
        ? mark(`\`${command.name} upgrade\` of single packages is not translated`)
        : { kind: 'upgrade', action, words: [], why: '' };
    case 'clean':
      return { kind: 'drop', action, words: [], why: 'the cleanup of the old package manager' };
    default:
      return mark(`\`${command.name}\` with groups or modules has no counterpart`);
  }
}

function installPlan(scope: StageScope, run: RunText, action: PackageAction, mark: (why: string) => Plan): Plan {
  if (action.packages.some(({ kind }) => kind !== 'name'))
    return mark(`package files and URLs belong to the old base: ${action.packages.map(({ name }) => name).join(' ')}`);
  if (action.packages.length === 0) return mark(`which packages \`${action.command.name}\` installs is not in the file`);
  const names: string[] = [];
  const words = byRange(action).map((group): PlannedWord => planWord(scope, run, group, names));
  for (const { name } of action.packages) scope.installedBefore.add(name);
  for (const name of names) scope.installed.add(name);
  if (action.group !== undefined) scope.groups.set(action.group, names);
  const kind = words.every(({ after }) => after === null) ? 'drop' : 'install';
  return { kind, action, words, why: words.map(({ why }) => why).join('; ') };
}

interface WordGroup {
  readonly range: Range;
  readonly packages: PackageAction['packages'];
}

/** Words that one variable became stand at the same place. */
function byRange({ packages }: PackageAction): readonly WordGroup[] {
  const groups: { range: Range; packages: PackageAction['packages'][number][] }[] = [];
  for (const item of packages) {
    const last = groups.at(-1);
    if (last !== undefined && last.range.start === item.word.start) last.packages.push(item);
    else groups.push({ range: { start: item.word.start, end: item.word.end }, packages: [item] });
  }
  return groups;
}

function planWord(scope: StageScope, run: RunText, { range, packages }: WordGroup, names: string[]): PlannedWord {
  const { file, list, target, from } = scope;
  const written = file.text.slice(range.start, range.end);
  const answers = packages.map((item) => {
    if (!item.word.known) return unknownWord(scope, run, item.word, names);
    if (item.name.startsWith('.') || /^(?:so|pc|cmd):/.test(item.name)) {
      list.mark(run.instruction, `'${item.name}' is an Alpine way of naming packages: say which ${target.words} package it stands for`);
      return { after: item.name, certainty: 'likely' as const, why: 'kept' };
    }
    const answer = translatePackage(item.name, from, target);
    if (item.constraint !== undefined && answer.kind !== 'none' && !/^[-+]$/.test(item.constraint)) {
      list.mark(run.instruction, `the version in '${item.word.text}' is the old base's: pin ${target.words}'s own`);
    }
    if (answer.kind === 'names') {
      names.push(...answer.names);
      return { after: answer.names.join(' '), certainty: answer.certainty, why: answer.why };
    }
    if (answer.kind === 'none') return { after: null, certainty: 'certain' as const, why: answer.why };
    list.mark(run.instruction, `'${item.name}': ${answer.why}; the name is kept`);
    return { after: item.name, certainty: 'likely' as const, why: 'kept' };
  });
  const kept = answers.flatMap(({ after }) => (after === null ? [] : [after]));
  const variable = packages.length > 1 || (written.includes('$') && packages.every(({ word }) => word.known));
  return {
    range,
    after: kept.length === 0 ? null : kept.join(' '),
    certainty: variable || answers.some(({ certainty }) => certainty === 'likely') ? 'likely' : 'certain',
    why: `${variable ? `${written} in its value here: ` : ''}${answers.map(({ why }) => why).join('; ')}`,
  };
}

/** `$PHPIZE_DEPS` is set by the php images on every distribution, with that distribution's names. */
function unknownWord(
  { image, list, target }: StageScope,
  run: RunText,
  word: ShellWord,
  names: string[],
): { after: string; certainty: 'likely'; why: string } {
  if (/^"?\$\{?PHPIZE_DEPS\}?"?$/.test(word.text) && image === 'php') {
    names.push(word.text);
    return { after: word.text, certainty: 'likely', why: 'the php image sets PHPIZE_DEPS with names of its own distribution' };
  }
  list.mark(run.instruction, `what ${word.text} holds is not in the file: its packages need ${target.words}'s names`);
  return { after: word.text, certainty: 'likely', why: 'kept' };
}

function removePlan(scope: StageScope, action: PackageAction, mark: (why: string) => Plan): Plan {
  const { target, from, groups } = scope;
  if (action.packages.length === 0) return { kind: 'drop', action, words: [], why: 'nothing is named' };
  const words: PlannedWord[] = [];
  for (const { range, packages } of byRange(action)) {
    const names = packages.flatMap(({ name, word }): readonly (string | undefined)[] => {
      const group = groups.get(name);
      if (group !== undefined) return group;
      if (!word.known && /PHPIZE_DEPS/.test(word.text) && scope.image === 'php') return [word.text];
      if (name.startsWith('.') || !word.known) return [undefined];
      const answer = translatePackage(name, from, target);
      if (answer.kind === 'names') return answer.names;
      // A name that the install kept is marked there.
      return answer.kind === 'none' ? [] : [scope.installedBefore.has(name) ? name : undefined];
    });
    const unknown = names.findIndex((name) => name === undefined);
    if (unknown !== -1)
      return mark(`what \`${action.command.name}\` removes is not known here: ${packages.map(({ name }) => name).join(' ')}`);
    const text = [...new Set(names)].join(' ');
    words.push({ range, after: text === '' ? null : text, certainty: 'likely', why: 'what the install became' });
  }
  const kind = words.every(({ after }) => after === null) ? 'drop' : 'remove';
  return { kind, action, words, why: 'nothing of it was installed' };
}

function write(scope: StageScope, run: RunText, text: ManagerText, plan: Plan, around: { refresh: boolean; cleanup: boolean }): void {
  const { kind, action, words } = plan;
  if (kind === 'refuse') return;
  const { command } = action;
  if (kind === 'drop') {
    dropCommand(scope, run, command, plan.why, 'package');
    return;
  }
  const { list, file, target } = scope;
  const sudo = command.wrappers.includes('sudo') ? 'sudo ' : '';
  const verb = { install: text.install, remove: text.remove, upgrade: text.upgrade, refresh: text.refresh ?? '' }[kind];
  const isInstall = kind === 'install';
  const needsRefresh = text.refresh !== null && (isInstall || kind === 'upgrade') && around.refresh;
  const noninteractive =
    target.family === 'ubuntu' &&
    isInstall &&
    words.some(({ after }) => after !== null && /\btzdata\b|\bkeyboard-configuration\b/.test(after));
  const head = `${needsRefresh ? `${text.refresh} && ${sudo}` : ''}${noninteractive ? 'DEBIAN_FRONTEND=noninteractive ' : ''}${verb}`;
  const tail = isInstall && around.cleanup && text.cleanup !== null ? `${sudo}${text.cleanup}` : undefined;
  const braces = needsBraces(command) && (needsRefresh || tail !== undefined);
  const program = command.argv[0];
  if (program === undefined) return;
  const before = `\`${command.name}\` on ${target.words}`;
  // The options right behind the program go in the same edit.
  let previous = program.end;
  for (const word of command.argv.slice(1)) {
    if (words.some(({ range }) => range.start === word.start) || /\n[ \t]*#/.test(file.text.slice(previous, word.start))) break;
    previous = word.end;
  }
  list.add({
    start: program.start,
    end: previous,
    after: `${braces ? '{ ' : ''}${head}`,
    reason: before,
    certainty: 'certain',
    rule: 'package',
  });
  let lastKept = program.end;
  for (const word of command.argv.slice(1)) {
    if (word.start < previous) continue;
    const planned = words.find(({ range }) => range.start === word.start);
    if (planned?.after !== null && planned?.after !== undefined) {
      const { range, after, certainty, why } = planned;
      list.add({ start: range.start, end: range.end, after, reason: why, certainty, rule: 'package' });
      lastKept = range.end;
    } else {
      const cut = cutWord(file.text, previous, word);
      const reason = planned?.why ?? `an option of ${command.name}`;
      list.add({ ...cut, reason, certainty: planned?.certainty ?? 'certain', rule: 'package' });
    }
    previous = word.end;
  }
  const end = Math.max(previous, ...command.redirects.map((redirect) => redirect.end));
  if (isInstall && isPlain(command) && lastKept > program.end && !braces)
    scope.anchors.push({ offset: lastKept, instruction: run.instruction });
  if (tail !== undefined || braces) {
    const joined = tail === undefined ? '' : `${separator(scope, run, command)}${tail}`;
    const reason = 'the index stays out of the layer';
    list.add({ start: end, end, after: `${joined}${braces ? '; }' : ''}`, reason, certainty: 'certain', rule: 'cleanup' });
  }
}

/** On a line of its own where the command itself takes several. */
function separator({ file }: StageScope, run: RunText, command: ShellCommand): string {
  const source = file.text.slice(command.start, command.end);
  if (!run.folded || !source.includes('\n') || command.redirects.length > 0) return ' && ';
  const lineStart = file.text.lastIndexOf('\n', command.start - 1) + 1;
  const lead = file.text.slice(lineStart, command.start);
  const indent = /^[ \t]*(?:&&[ \t]*)?$/.test(lead) ? (/^[ \t]*/.exec(lead)?.[0] ?? '') : '    ';
  const newline = source.includes('\r\n') ? '\r\n' : '\n';
  return ` ${file.escape}${newline}${indent}&& `;
}

/** Takes a command away; `true` stands in where something depends on it. */
export function dropCommand(scope: StageScope, run: RunText, command: ShellCommand, why: string, rule: string): void {
  const { list, file } = scope;
  const whole = command.argv[0];
  if (whole === undefined) return;
  const start = command.start;
  const end = Math.max(command.end, ...command.redirects.map((redirect) => redirect.end));
  const cut =
    command.pipeline.length > 1 || needsBraces(command)
      ? undefined
      : cutCommand(file.text, { start, end }, run.limit, run.lines && isPlain(command));
  list.add({ ...(cut ?? { start, end, after: 'true' }), reason: why, certainty: 'certain', rule });
}

/** `rm -rf /var/cache/apk/*` becomes the target's, or goes. */
function cleanupEdit(scope: StageScope, run: RunText, command: ShellCommand, text: ManagerText, installs: boolean): boolean {
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

function isCleanup(command: ShellCommand): boolean {
  return command.name === 'rm' && command.argv.slice(1).some(({ text }) => isIndexPath(text));
}

/** It runs whenever the RUN gets that far. */
export function isPlain({ guards, pipeline }: ShellCommand): boolean {
  return (
    pipeline.length < 2 &&
    guards.every(({ kind, taken }) => (kind === 'and' && taken === 'yes') || (kind === 'subshell' && taken === 'yes'))
  );
}

function needsBraces({ guards, pipeline }: ShellCommand): boolean {
  const last = guards.at(-1)?.kind;
  return pipeline.length > 1 || last === 'or' || guards.some(({ kind }) => kind === 'background');
}

/** Each word stands in the file where its range says. */
export function isPlaced(text: string, { argv, name }: ShellCommand): boolean {
  const program = argv[0];
  if (program === undefined || !text.slice(program.start, program.end).replaceAll(/["']/g, '').endsWith(name)) return false;
  return argv.every(({ start, end }, index) => {
    const before = argv[index - 1];
    return end > start && (before === undefined || start >= before.end || start === before.start);
  });
}

function isOld({ from }: StageScope, { name }: ShellCommand): boolean {
  const tools = {
    apk: ['apk'],
    wolfi: ['apk'],
    debian: ['apt-get', 'apt', 'aptitude', 'dpkg'],
    dnf: ['dnf', 'dnf5', 'yum', 'microdnf', 'rpm'],
  }[from];
  return tools.includes(name);
}
