import type { BashConstruct } from '../../dockerfile/shell/bash-syntax.ts';

/** What a shell makes of something that bash reads: the whole text is refused, a command fails, or something else happens without a word. */
export interface Effect {
  readonly shown: string;
  readonly kind: 'refused' | 'fails' | 'silent';
  readonly text: string;
}

type Effects<Name extends string> = Readonly<Partial<Record<Name, Effect>>>;

const refused = (shown: string, text: string): Effect => ({ shown, kind: 'refused', text });
const fails = (shown: string, text: string): Effect => ({ shown, kind: 'fails', text });
const silent = (shown: string, text: string): Effect => ({ shown, kind: 'silent', text });

/** As dash 0.5.12 (Debian 12 and 13) and busybox 1.35's ash answered when they were asked (2026-11-24). */
export const syntaxOf: Readonly<Record<'dash' | 'ash', Effects<BashConstruct>>> = {
  dash: {
    'test-command': silent('[[ … ]]', '`[[` is a command that is not found, so the condition is false'),
    'here-string': refused('<<<', 'Syntax error: redirection unexpected'),
    'process-substitution': refused('<( … )', 'Syntax error: "(" unexpected'),
    array: refused('a=( … )', 'Syntax error: "(" unexpected'),
    'arithmetic-for': refused('for (( … ))', 'Syntax error: Bad for loop variable'),
    'pipe-both': refused('|&', 'Syntax error: "&" unexpected'),
    'function-keyword': refused('function f { … }', 'Syntax error: "}" unexpected'),
    'redirect-both': silent('&>', 'the command goes to the background and is not redirected'),
    expansion: refused('${a//b/c}, ${a:0:1}', 'Bad substitution'),
    'ansi-quote': silent("$'…'", 'the dollar sign stays and the escapes are not read'),
  },
  ash: {
    'here-string': refused('<<<', 'syntax error: unexpected redirection'),
    array: refused('a=( … )', 'syntax error: unexpected "("'),
    'arithmetic-for': refused('for (( … ))', 'syntax error: bad for loop variable'),
    'pipe-both': refused('|&', 'syntax error: unexpected "&"'),
  },
};

const notFound = (name: string): Effect => fails(name, `${name}: not found`);

/** Built-in commands of bash. */
export const commandsOf: Readonly<Record<'dash' | 'ash', Effects<string>>> = {
  dash: Object.fromEntries(
    ['source', 'pushd', 'popd', 'declare', 'typeset', 'shopt', 'let', 'mapfile', 'readarray'].map((name) => [name, notFound(name)]),
  ),
  ash: Object.fromEntries(['pushd', 'popd', 'declare', 'typeset', 'shopt', 'mapfile', 'readarray'].map((name) => [name, notFound(name)])),
};

export const doubleEquals: Effect = silent('[ a == b ]', '`[: unexpected operator`, so the condition is false');
export const pipefail: Effect = refused('set -o pipefail', 'set: Illegal option -o pipefail');
