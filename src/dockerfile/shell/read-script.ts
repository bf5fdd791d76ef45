import { parse } from 'unbash';
import type { CompoundList, Statement, SyntaxNode } from 'unbash';
import { originOffset } from '../../formats/text/dockerfile/mapped-text.ts';
import type { MappedText } from '../../formats/text/dockerfile/mapped-text.ts';
import type { Guard, ShellCommand, ShellReading } from './command.ts';
import { caseTaken, testTaken } from './conditions.ts';
import { extend, guard, negate } from './guards.ts';
import type { Guards } from './guards.ts';
import { takeCommand } from './take-command.ts';
import { note, source } from './walk.ts';
import type { Pipeline, Walk } from './walk.ts';
import { evaluateWord } from './words.ts';
import type { ShellScope } from './words.ts';

/**
 * The commands of a POSIX shell text in the order they are written, with what stands between each and the start (`&&`, branches, loops), every
 * word placed in the Dockerfile. `variables` are ENV and ARG at that point; assignments in the text are followed. Never throws: unbash recovers.
 */
export function readShellScript(script: MappedText, variables: Readonly<Record<string, string>>): ShellReading {
  const commands: ShellCommand[] = [];
  const problems: { offset: number; message: string }[] = [];
  const scope: ShellScope = new Map(Object.entries(variables));
  const place = (offset: number): number => originOffset(script, offset);
  walkText({ script, place, scope, commands, problems, depth: 0, text: walkText, statements: walkStatements }, []);
  return { commands, problems };
}

/** One RUN with more commands than this is cut off. */
const MAX_COMMANDS = 20_000;
/** Nested groups and substitutions; unbash itself stops earlier on most. */
const MAX_DEPTH = 200;

function walkText(walk: Walk, guards: Guards): void {
  const parsed = parse(walk.script.text);
  note(walk, parsed);
  walkStatements(walk, parsed.commands, guards, 0);
}

function walkStatements(walk: Walk, statements: readonly Statement[], guards: Guards, level: number): void {
  for (const statement of statements) {
    const inner = statement.background === true ? extend(guards, guard('background', '&', 'yes')) : guards;
    walkNode(walk, statement.command, inner, level, noPipeline);
  }
}

function walkNode(walk: Walk, node: SyntaxNode, guards: Guards, level: number, pipeline: Pipeline): void {
  if (level > MAX_DEPTH || walk.commands.length > MAX_COMMANDS) return;
  const list = (inner: CompoundList | undefined, extra?: Guard): void => {
    if (inner !== undefined) walkStatements(walk, inner.commands, extra === undefined ? guards : extend(guards, extra), level + 1);
  };
  switch (node.type) {
    case 'Command':
      return takeCommand(walk, node, guards, level, pipeline);
    case 'AndOr':
      return walkAndOr(walk, node, guards, level);
    case 'Pipeline': {
      const names = node.commands.map((command) => (command.type === 'Command' ? (command.name?.value ?? '') : ''));
      node.commands.forEach((command, index) => walkNode(walk, command, guards, level + 1, { names, index }));
      return undefined;
    }
    case 'Redirected':
      return walkNode(walk, node.command, guards, level + 1, pipeline);
    case 'Subshell':
      // What a subshell assigns ends with it.
      return walkStatements(
        { ...walk, scope: new Map(walk.scope) },
        node.body.commands,
        extend(guards, guard('subshell', '( )', 'yes')),
        level + 1,
      );
    case 'BraceGroup':
      return list(node.body);
    case 'If':
      return walkIf(walk, node, guards, level);
    case 'While':
      list(node.clause);
      return list(node.body, guard('loop', source(walk, node.clause), 'unknown'));
    case 'For':
    case 'Select':
      return walkFor(walk, node, guards, level);
    case 'ArithmeticFor':
      return list(node.body, guard('loop', 'for (( ))', 'unknown'));
    case 'Case':
      return walkCase(walk, node, guards, level);
    case 'Function': {
      const inner = extend(guards, guard('function', node.name.value, 'unknown'));
      return node.body.type === 'CompoundList'
        ? walkStatements(walk, node.body.commands, inner, level + 1)
        : walkNode(walk, node.body, inner, level + 1, noPipeline);
    }
    case 'Coproc':
      return node.body.type === 'CompoundList'
        ? walkStatements(walk, node.body.commands, guards, level + 1)
        : walkNode(walk, node.body, guards, level + 1, noPipeline);
    default:
      return undefined;
  }
}

/** A chain of && goes on unless something fails; what follows || runs only if something did. Tests in front stay as guards, of other commands only the last. */
function walkAndOr(walk: Walk, node: Extract<SyntaxNode, { type: 'AndOr' }>, guards: Guards, level: number): void {
  let tests: Guards = guards;
  node.commands.forEach((command, index) => {
    const before = node.commands[index - 1];
    if (before === undefined) return walkNode(walk, command, guards, level + 1, noPipeline);
    const isAnd = node.operators[index - 1] === '&&';
    const truth = testTaken(before, walk.scope);
    const taken = isAnd ? (truth ?? 'yes') : negate(truth ?? 'unknown');
    const last = guard(isAnd ? 'and' : 'or', source(walk, before).slice(0, 80), taken);
    const open = extend(tests, last);
    if (isAnd && truth !== undefined) tests = open;
    return walkNode(walk, command, open, level + 1, noPipeline);
  });
}

function walkIf(walk: Walk, node: Extract<SyntaxNode, { type: 'If' }>, guards: Guards, level: number): void {
  const inner = level + 1;
  let others: Guards = guards;
  for (const { clause, then } of [node, ...node.elif]) {
    walkStatements(walk, clause.commands, others, inner);
    const text = source(walk, clause).slice(0, 200);
    const truth = listTaken(clause, walk.scope) ?? 'unknown';
    walkStatements(walk, then.commands, extend(others, guard('if', text, truth)), inner);
    others = extend(others, guard('else', text, negate(truth)));
  }
  if (node.else !== undefined) walkStatements(walk, node.else.commands, others, inner);
}

/** A loop over known words is walked once for each of them when its body uses the variable; any other loop once, with the variable unknown. */
function walkFor(walk: Walk, node: Extract<SyntaxNode, { type: 'For' | 'Select' }>, guards: Guards, level: number): void {
  const name = node.name.value;
  const fields = (node.wordlist ?? []).flatMap((word) => evaluateWord(word, walk.scope));
  const text = source(walk, node).slice(0, 80);
  const uses = new RegExp(`\\$\\{?${name.replaceAll(/\W/g, '')}\\b`).test(source(walk, node.body));
  const known = node.type === 'For' && fields.length > 0 && fields.every((field) => field.known && !/[*?[{]/.test(field.text));
  const inner = extend(guards, guard('loop', text, fields.length > 0 ? 'yes' : 'unknown'));
  // Nested loops multiply; past the second level they are walked once.
  const rounds =
    known && uses && fields.length <= MAX_ROUNDS && guards.filter(({ kind }) => kind === 'loop').length < 2
      ? fields.map((field) => field.text)
      : [undefined];
  for (const value of rounds) {
    walk.scope.set(name, value);
    walkStatements(walk, node.body.commands, inner, level + 1);
  }
}

const MAX_ROUNDS = 16;

function listTaken(list: CompoundList, scope: ShellScope): 'yes' | 'no' | 'unknown' | undefined {
  const only = list.commands.length === 1 ? list.commands[0] : undefined;
  return only === undefined ? undefined : testTaken(only.command, scope);
}

function walkCase(walk: Walk, node: Extract<SyntaxNode, { type: 'Case' }>, guards: Guards, level: number): void {
  let before: 'yes' | 'no' | 'unknown' = 'no';
  for (const item of node.items) {
    const taken: Guard['taken'] = before === 'yes' ? 'no' : caseTaken(node.word, item.pattern, walk.scope);
    const settled: Guard['taken'] = before === 'unknown' && taken !== 'no' ? 'unknown' : taken;
    const text = `${source(walk, node.word)} in ${item.pattern.map(({ text: pattern }) => pattern).join('|')}`;
    walkStatements(walk, item.body.commands, extend(guards, guard('case', text, settled)), level + 1);
    if (before !== 'yes' && taken !== 'no') before = taken;
  }
}

const noPipeline: Pipeline = { names: [], index: 0 };
