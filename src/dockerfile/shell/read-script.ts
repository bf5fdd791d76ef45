import { parse } from 'unbash';
import type { Command, CompoundList, ParsedScript, Statement, SyntaxNode, Word } from 'unbash';
import type { Range } from '../../formats/text/dockerfile/dockerfile.ts';
import { originOffset } from '../../formats/text/dockerfile/mapped-text.ts';
import type { MappedText } from '../../formats/text/dockerfile/mapped-text.ts';
import type { Guard, ShellAssignment, ShellCommand, ShellReading, ShellRedirect, ShellWord } from './command.ts';
import { caseTaken, testTaken } from './conditions.ts';
import { nestedScript } from './nested-script.ts';
import { unwrap } from './unwrap.ts';
import { evaluateWord } from './words.ts';
import type { Field, ShellScope } from './words.ts';

/**
 * The commands of a POSIX shell text in the order they are written, with what stands between each and the start (`&&`, branches, loops), every
 * word placed in the Dockerfile. `variables` are ENV and ARG at that point; assignments in the text are followed. Never throws: unbash recovers.
 */
export function readShellScript(script: MappedText, variables: Readonly<Record<string, string>>): ShellReading {
  const commands: ShellCommand[] = [];
  const problems: { offset: number; message: string }[] = [];
  const scope: ShellScope = new Map(Object.entries(variables));
  walkText({ script, place: (offset) => originOffset(script, offset), scope, commands, problems, depth: 0 }, []);
  return { commands, problems };
}

/** `sh -c "sh -c …"` deeper than this is not looked into. */
const MAX_NESTING = 4;
/** One RUN with more commands than this is cut off. */
const MAX_COMMANDS = 20_000;
/** Nested groups and substitutions; unbash itself stops earlier on most. */
const MAX_DEPTH = 200;

interface Walk {
  readonly script: MappedText;
  /** Offset in the Dockerfile of an offset in the text. */
  readonly place: (offset: number) => number;
  readonly scope: ShellScope;
  readonly commands: ShellCommand[];
  readonly problems: { offset: number; message: string }[];
  readonly depth: number;
}

type Guards = readonly Guard[];

function walkText(walk: Walk, guards: Guards): void {
  const parsed = parse(walk.script.text);
  note(walk, parsed);
  walkStatements(walk, parsed.commands, guards, 0);
}

function note({ problems, place }: Walk, { errors = [] }: ParsedScript): void {
  for (const { message, pos } of errors) problems.push({ offset: place(pos), message });
}

function walkStatements(walk: Walk, statements: readonly Statement[], guards: Guards, level: number): void {
  for (const statement of statements) {
    const inner = statement.background === true ? extend(guards, guard('background', '&', 'yes')) : guards;
    walkNode(walk, statement.command, inner, level, noPipeline);
  }
}

interface Pipeline {
  readonly names: readonly string[];
  readonly index: number;
}

const noPipeline: Pipeline = { names: [], index: 0 };

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
      forget(walk, node.name.value);
      return list(node.body, guard('loop', source(walk, node).slice(0, 80), (node.wordlist?.length ?? 0) > 0 ? 'yes' : 'unknown'));
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

function negate(truth: Guard['taken']): Guard['taken'] {
  return truth === 'yes' ? 'no' : truth === 'no' ? 'yes' : 'unknown';
}

/** One more guard; a list that hostile input makes long keeps its last place for the newest that is not certain. */
function extend(guards: Guards, more: Guard): Guards {
  if (guards.length < MAX_GUARDS) return [...guards, more];
  return more.taken === 'yes' ? guards : [...guards.slice(0, MAX_GUARDS - 1), more];
}

const MAX_GUARDS = 32;

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

function takeCommand(walk: Walk, node: Command, guards: Guards, level: number, pipeline: Pipeline): void {
  substitutions(walk, node, guards, level);
  const assignments = node.prefix.flatMap((part) => (part.type === 'Assignment' ? [assignment(walk, part)] : []));
  const words = [...(node.name === undefined ? [] : [node.name]), ...node.args].flatMap((part) =>
    part.type === 'Assignment' ? [placed(walk, part, { text: part.text, known: true })] : wordsOf(walk, part),
  );
  const redirects = node.redirects.map((redirect): ShellRedirect => {
    const target = redirect.type === 'HereDoc' || redirect.target === undefined ? undefined : wordsOf(walk, redirect.target)[0];
    return {
      operator: redirect.operator,
      ...rangeOf(walk, redirect),
      ...(target === undefined ? {} : { target }),
    };
  });
  const { argv, wrappers, assignments: behind } = unwrap(words);
  const all = [...assignments, ...behind];
  const reached = reachedBy(guards);
  remember(walk, all, argv, reached);
  const program = argv[0];
  const name = program?.known === true ? (program.text.split('/').at(-1) ?? '') : '';
  const range = rangeOf(walk, node);
  const names = pipeline.names.length === 0 ? [name] : pipeline.names;
  walk.commands.push({
    ...range,
    name,
    argv,
    wrappers,
    assignments: all,
    redirects,
    buildEnvironment: buildEnvironment(walk.scope, all),
    guards,
    pipeline: names,
    pipelineIndex: pipeline.index,
    reached,
  });
  const nested = walk.depth < MAX_NESTING ? nestedScript(name, argv, walk.script, node, wrappers) : undefined;
  if (nested === undefined) return;
  const place = (offset: number): number => walk.place(nested.origin(offset));
  walkText(
    { ...walk, script: nested.script, place, scope: new Map(walk.scope), depth: walk.depth + 1 },
    extend(guards, guard('subshell', `${name} -c`, 'yes')),
  );
}

const buildNames = [
  'CGO_ENABLED',
  'GOOS',
  'GOARCH',
  'GOFLAGS',
  'CC',
  'CXX',
  'CFLAGS',
  'LDFLAGS',
  'RUSTFLAGS',
  'CARGO_BUILD_TARGET',
  'CARGO_TARGET',
  'TARGET',
  'NODE_ENV',
];

function buildEnvironment(scope: ShellScope, assignments: readonly ShellAssignment[]): Readonly<Record<string, string>> {
  const own = new Map(assignments.filter(({ known }) => known).map(({ name, value }) => [name, value]));
  return Object.fromEntries(
    buildNames.flatMap((name) => {
      const value = own.get(name) ?? scope.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Commands inside `$( )`, backquotes and `<( )`. A script of backquotes with escapes has positions of its own: those land on the word. */
function substitutions(walk: Walk, node: Command, guards: Guards, level: number): void {
  const parts = [...node.prefix, ...(node.name === undefined ? [] : [node.name]), ...node.suffix];
  for (const part of parts) {
    const word =
      part.type === 'Word'
        ? part
        : part.type === 'Assignment' && part.value.type === 'Word'
          ? part.value
          : part.type === 'Redirect'
            ? part.target
            : undefined;
    for (const inner of scriptsIn(word)) {
      note(walk, inner);
      const fixed = word !== undefined && inner.source !== undefined ? walk.place(word.pos) : undefined;
      const place = fixed === undefined ? walk.place : (): number => fixed;
      walkStatements(
        { ...walk, place, scope: new Map(walk.scope) },
        inner.commands,
        extend(guards, guard('subshell', '$( )', 'yes')),
        level + 1,
      );
    }
  }
}

function scriptsIn(word: Word | undefined): readonly ParsedScript[] {
  return (word?.parts ?? []).flatMap((part) => {
    if (part.type === 'DoubleQuoted')
      return part.parts.flatMap((inner) => (inner.type === 'CommandExpansion' && inner.script !== undefined ? [inner.script] : []));
    return (part.type === 'CommandExpansion' || part.type === 'ProcessSubstitution') && part.script !== undefined ? [part.script] : [];
  });
}

function wordsOf(walk: Walk, word: Word): readonly ShellWord[] {
  return evaluateWord(word, walk.scope).map((field) => placed(walk, word, field));
}

function placed({ place }: Walk, { pos, end }: { readonly pos: number; readonly end: number }, { text, known }: Field): ShellWord {
  return { text, known, ...rangeOf({ place }, { pos, end }) };
}

function assignment(walk: Walk, part: Extract<Command['prefix'][number], { type: 'Assignment' }>): ShellAssignment {
  const range = rangeOf(walk, part);
  if (part.value.type !== 'Word' || part.append === true) return { name: part.name, value: part.text, known: false, ...range };
  const fields = evaluateWord(part.value, walk.scope);
  return { name: part.name, value: fields.map(({ text }) => text).join(' '), known: fields.every(({ known }) => known), ...range };
}

/** Assignments without a command, and `export`, hold for what follows; under a condition the value is no longer known. */
function remember(
  { scope }: Walk,
  assignments: readonly ShellAssignment[],
  argv: readonly ShellWord[],
  reached: ShellCommand['reached'],
): void {
  const own = argv.length === 0 ? assignments : [];
  for (const { name, value, known } of own) scope.set(name, known && reached === 'yes' ? value : undefined);
  if (!['export', 'readonly', 'local', 'declare', 'typeset'].includes(argv[0]?.text ?? '')) return;
  for (const { text, known } of argv.slice(1)) {
    const equals = text.indexOf('=');
    if (equals > 0)
      scope.set(
        text.slice(0, equals),
        known && reached === 'yes' && !text.includes('$') ? text.slice(equals + 1).replaceAll(/^["']|["']$/g, '') : undefined,
      );
  }
}

function forget({ scope }: Walk, name: string): void {
  scope.set(name, undefined);
}

function reachedBy(guards: Guards): ShellCommand['reached'] {
  if (guards.some(({ taken }) => taken === 'no')) return 'no';
  return guards.every(({ taken }) => taken === 'yes') ? 'yes' : 'maybe';
}

function guard(kind: Guard['kind'], text: string, taken: Guard['taken']): Guard {
  return { kind, text, taken };
}

/** The end is behind the last character, not at the next one: between the two a continuation may stand. */
function rangeOf({ place }: Pick<Walk, 'place'>, { pos, end }: { readonly pos: number; readonly end: number }): Range {
  return { start: place(pos), end: end > pos ? place(end - 1) + 1 : place(pos) };
}

function source({ script }: Walk, { pos, end }: { readonly pos: number; readonly end: number }): string {
  return script.text.slice(pos, end);
}
