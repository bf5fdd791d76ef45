import type { ShellCommand } from '../../dockerfile/shell/command.ts';
import { systemPackages } from '../../dockerfile/shell/system-packages.ts';
import { lineEnd } from '../edit-list.ts';
import { isPlain, needsBraces } from './command-place.ts';
import { cutWord } from './cut.ts';
import { dropCommand } from './drop-command.ts';
import { cleanupEdit, isCleanup } from './index-cleanup.ts';
import { managerTexts } from './manager-text.ts';
import type { ManagerText } from './manager-text.ts';
import { planAction } from './plan-packages.ts';
import type { Plan } from './plan-packages.ts';
import type { RunText } from './run-text.ts';
import { keepsManager, renamedPackages } from './same-manager.ts';
import type { StageScope } from './stage-scope.ts';

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
  const plans = actions.map((action) => planAction(scope, run, action));
  const installs = plans.filter(({ kind }) => kind === 'install');
  const plainInstalls = installs.filter(({ action }) => isPlain(action.command));
  const firstPlain = plans.find(({ action, kind }) => (kind === 'install' || kind === 'upgrade') && isPlain(action.command));
  const plainRefresh = plans.find(({ action, kind }) => kind === 'refresh' && isPlain(action.command));
  // The other manager's cleanup is no `rm`, so one that stands there does not count.
  const cleans =
    text.indexFiles === null && text.cleanup !== null
      ? undefined
      : run.commands.findLast((command) => isCleanup(command) && isPlain(command));
  // A conditional install cleans up behind itself, so what follows finds no index.
  const mixed = installs.some(({ action }) => !isPlain(action.command));
  for (const each of plans) {
    const { action } = each;
    seen.add(action.command);
    const plain = isPlain(action.command);
    const first = firstPlain === each && (plainRefresh === undefined || plainRefresh.action.command.start > action.command.start);
    const last = plainInstalls.at(-1) === each && (cleans === undefined || cleans.start < action.command.start);
    write(scope, run, text, each, { refresh: !plain || mixed || first, cleanup: !plain || mixed || last });
  }
  for (const command of run.commands) if (cleanupEdit(scope, run, command, text, installs.length > 0)) seen.add(command);
  return seen;
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
  // Behind the last word that stays: a comment may stand between it and one that goes.
  const end =
    command.redirects.length > 0 || lastKept === program.end ? Math.max(previous, ...command.redirects.map((each) => each.end)) : lastKept;
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
  const oneLine = !/\n/.test(file.text.slice(command.start, command.end));
  if (!run.folded || oneLine || command.redirects.length > 0) return ' && ';
  const lineStart = file.text.lastIndexOf('\n', command.start - 1) + 1;
  const lead = file.text.slice(lineStart, command.start);
  const indent = /^[ \t]*(?:&&[ \t]*)?$/.test(lead) ? (/^[ \t]*/.exec(lead)?.[0] ?? '') : '    ';
  const newline = lineEnd(file.text);
  return ` ${file.escape}${newline}${indent}&& `;
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
