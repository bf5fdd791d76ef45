import { neededBy } from '../../bases/package-names/package-table.ts';
import type { Range } from '../../formats/text/dockerfile/dockerfile.ts';
import type { ShellWord } from '../../dockerfile/shell/command.ts';
import type { PackageAction } from '../../dockerfile/shell/package-action.ts';
import type { Certainty } from '../migration.ts';
import { translatePackage } from '../packages/package-names.ts';
import { isPlaced } from './command-place.ts';
import { optionProblem } from './manager-options.ts';
import type { RunText } from './run-text.ts';
import type { StageScope } from './stage-scope.ts';

/** What one package command becomes, word by word. */
export interface Plan {
  readonly kind: 'install' | 'remove' | 'refresh' | 'upgrade' | 'drop' | 'refuse';
  readonly action: PackageAction;
  readonly words: readonly PlannedWord[];
  readonly why: string;
}

/** One package word (or one variable that holds several) and what stands for it; null: it goes. */
export interface PlannedWord {
  readonly range: Range;
  readonly after: string | null;
  readonly certainty: Certainty;
  readonly why: string;
}

export function planAction(scope: StageScope, run: RunText, action: PackageAction): Plan {
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
  for (const item of action.packages) scope.installedBefore.add(plainName(item));
  for (const name of names) scope.installed.add(name);
  if (action.group !== undefined) scope.groups.set(action.group, [...(scope.groups.get(action.group) ?? []), ...names]);
  else for (const name of names) scope.kept.add(name);
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

/** apt takes `name+` for install and `name-` for remove; `g++` is neither. */
export function plainName({ name, constraint }: PackageAction['packages'][number]): string {
  return constraint === '+' && name.endsWith('+') ? `${name}+` : name;
}

function planWord(scope: StageScope, run: RunText, { range, packages }: WordGroup, names: string[]): PlannedWord {
  const { file, list, target, from } = scope;
  const written = file.text.slice(range.start, range.end);
  const answers = packages.map((item) => {
    if (!item.word.known) return unknownWord(scope, run, item.word);
    if (item.name.startsWith('.') || /^(?:so|pc|cmd):/.test(item.name)) {
      list.mark(run.instruction, `'${item.name}' is an Alpine way of naming packages: say which ${target.words} package it stands for`);
      return { after: item.name, certainty: 'likely' as const, why: 'kept' };
    }
    const name = plainName(item);
    if (item.constraint === '-') {
      list.mark(run.instruction, `'${item.word.text}' takes a package away while others are installed: do it in a step of its own`);
      return { after: item.word.text, certainty: 'likely' as const, why: 'kept' };
    }
    const answer = translatePackage(name, from, target);
    if (item.constraint !== undefined && answer.kind !== 'none' && item.constraint !== '+') {
      list.mark(run.instruction, `the version in '${item.word.text}' is the old base's: pin ${target.words}'s own`);
    }
    if (answer.kind === 'names') {
      // Debian's C compilers recommend the headers of the C library, and apk installs no recommendations.
      const headers = from === 'debian' && target.family === 'alpine' && /^(?:gcc|clang|cargo|rustc)$/.test(name) ? ['musl-dev'] : [];
      const fresh = [...answer.names, ...headers].filter((each) => !names.includes(each));
      names.push(...fresh);
      if (fresh.length === 0) return { after: null, certainty: answer.certainty, why: `${answer.why}; it is in this list already` };
      return { after: fresh.join(' '), certainty: answer.certainty, why: answer.why };
    }
    if (answer.kind === 'none') return { after: null, certainty: 'certain' as const, why: answer.why };
    list.mark(run.instruction, `'${name}': ${answer.why}; the name is kept`);
    return { after: name, certainty: 'likely' as const, why: 'kept' };
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
): { after: string; certainty: 'likely'; why: string } {
  if (/^"?\$\{?PHPIZE_DEPS\}?"?$/.test(word.text) && image === 'php') {
    // It is in the image on Debian: no removal may take it along.
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
      // `apk del .deps` leaves what was also installed by its own name.
      if (group !== undefined) return group.filter((each) => !scope.kept.has(each));
      if (!word.known && /PHPIZE_DEPS/.test(word.text) && scope.image === 'php') return [];
      if (name.startsWith('.') || !word.known) return [undefined];
      const answer = translatePackage(name, from, target);
      if (answer.kind === 'names') return answer.names;
      // A name that the install kept is marked there.
      return answer.kind === 'none' ? [] : [scope.installedBefore.has(name) ? name : undefined];
    });
    const unknown = names.findIndex((name) => name === undefined);
    if (unknown !== -1)
      return mark(`what \`${action.command.name}\` removes is not known here: ${packages.map(({ name }) => name).join(' ')}`);
    for (const name of names) if (name !== undefined) scope.kept.delete(name);
    const text = [...new Set(names)].filter((name) => name !== undefined && !isNeeded(scope, name)).join(' ');
    words.push({ range, after: text === '' ? null : text, certainty: 'likely', why: 'what the install became' });
  }
  const kind = words.every(({ after }) => after === null) ? 'drop' : 'remove';
  return { kind, action, words, why: 'nothing of it was installed' };
}

/** apt removes what depends on a package along with it (`openssl` takes `ca-certificates`), apk leaves a package that another one needs. */
function isNeeded({ kept, target }: StageScope, name: string): boolean {
  return target.manager === 'apt' && [...kept].some((other) => neededBy(other, target.release ?? '13').includes(name));
}
