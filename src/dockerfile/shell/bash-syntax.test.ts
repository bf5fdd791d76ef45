import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mappedFrom } from '../../formats/text/dockerfile/mapped-text.ts';
import { bashSyntax } from './bash-syntax.ts';

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['if [[ -f a ]]; then b; fi', ['test-command 3']],
  ['a && cat <<<"x"', ['here-string 9']],
  ['cat <(ls)', ['process-substitution 4']],
  ['a=(1 2)', ['array 2']],
  ['for ((i=0;i<2;i++)); do x; done', ['arithmetic-for 0']],
  ['a |& b', ['pipe-both 0']],
  ['function f { x; }', ['function-keyword 0']],
  ['f() { x; }', []],
  ['make &> log', ['redirect-both 5']],
  ['make > log 2>&1', []],
  ['echo ${a//b/c}', ['expansion 8']],
  ['echo "${a:0:2}"', ['expansion 9']],
  ['echo ${a:-b} ${a%.x} ${#a}', []],
  ["IFS=$'\\n'", ['ansi-quote 4']],
  ['x=$([[ a ]] && b)', ['test-command 4']],
  ["bash -c '[[ a ]]'", []],
  ['[ a = b ] && c', []],
  ['(((((', []],
];

describe('what only bash reads', () => {
  for (const [text, expected] of cases)
    test(text, () =>
      assert.deepEqual(
        bashSyntax(mappedFrom(text, 0)).map(({ construct, start }) => `${construct} ${start}`),
        expected,
      ),
    );
});
