import type { Command, ParsedScript, Word } from 'unbash';
import type { ShellAssignment, ShellCommand, ShellRedirect, ShellWord } from './command.ts';
import { extend, guard, reachedBy } from './guards.ts';
import type { Guards } from './guards.ts';
import { nestedScript } from './nested-script.ts';
import { unwrap } from './unwrap.ts';
import { note, rangeOf } from './walk.ts';
import type { Pipeline, Walk } from './walk.ts';
import { evaluateWord } from './words.ts';
import type { Field, ShellScope } from './words.ts';

/** Adds one simple command to the walk, and what the texts inside it hold. */
export function takeCommand(walk: Walk, node: Command, guards: Guards, level: number, pipeline: Pipeline): void {
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
    wrapperWords: words.slice(0, words.length - argv.length),
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
  walk.text(
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
      walk.statements(
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

/** Assignments without a command, before a special built-in (POSIX 2.14: dash and ash do so, `buildDeps='gcc' set -x`) and `export` hold for what follows; under a condition the value is no longer known. */
function remember(
  { scope }: Walk,
  assignments: readonly ShellAssignment[],
  argv: readonly ShellWord[],
  reached: ShellCommand['reached'],
): void {
  const own = argv.length === 0 || SPECIAL.has(argv[0]?.text ?? '') ? assignments : [];
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

const SPECIAL: ReadonlySet<string> = new Set([':', '.', 'eval', 'exec', 'export', 'readonly', 'set', 'shift', 'trap', 'unset']);

/** `sh -c "sh -c …"` deeper than this is not looked into. */
const MAX_NESTING = 4;
