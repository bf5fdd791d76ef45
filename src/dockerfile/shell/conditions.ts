import type { Command, SyntaxNode, Word } from 'unbash';
import type { ShellScope } from './words.ts';
import { wordText } from './words.ts';

export type Truth = 'yes' | 'no' | 'unknown';

/** What a condition evaluates to when it is a test of known words; undefined when it is no test. */
export function testTaken(node: SyntaxNode, scope: ShellScope): Truth | undefined {
  if (node.type === 'Command') return commandTest(node, scope);
  if (node.type === 'Pipeline' && node.commands.length === 1 && node.prefixes.length === 1 && node.prefixes[0]?.type === 'Negation') {
    const only = node.commands[0];
    const inner = only === undefined ? undefined : testTaken(only, scope);
    return inner === 'yes' ? 'no' : inner === 'no' ? 'yes' : inner;
  }
  if (node.type !== 'TestCommand') return undefined;
  const { expression } = node;
  if (expression.type === 'TestBinary')
    return compare(wordText(expression.left, scope), expression.operator, wordText(expression.right, scope), isGlob(expression.right));
  if (expression.type === 'TestUnary') return unary(expression.operator, wordText(expression.operand, scope));
  return 'unknown';
}

/** Whether one branch of `case WORD in` matches. */
export function caseTaken(word: Word, patterns: readonly Word[], scope: ShellScope): Truth {
  if (patterns.some(({ text }) => text === '*')) return 'yes';
  const subject = wordText(word, scope);
  if (subject === undefined) return 'unknown';
  const truths = new Set(
    patterns.map((pattern): Truth => {
      const text = wordText(pattern, scope);
      return text === undefined ? 'unknown' : globMatches(text, subject);
    }),
  );
  return truths.has('yes') ? 'yes' : truths.has('unknown') ? 'unknown' : 'no';
}

/** `[ A = B ]`, `test -n A`. Files and anything joined with -a or -o stay unknown. */
function commandTest(node: Command, scope: ShellScope): Truth | undefined {
  const name = node.name?.value;
  if (name === 'true' || name === ':') return 'yes';
  if (name === 'false') return 'no';
  if (name !== '[' && name !== 'test') return undefined;
  const words = node.args.map((arg) => (arg.type === 'Word' ? wordText(arg, scope) : arg.text));
  const args = name === '[' ? words.slice(0, -1) : words;
  const negated = args[0] === '!';
  const [first, operator, last] = negated ? args.slice(1) : args;
  const count = args.length - (negated ? 1 : 0);
  const truth = count === 3 ? compare(first, operator ?? '', last, false) : count === 2 ? unary(first ?? '', operator) : 'unknown';
  return negated && truth !== 'unknown' ? (truth === 'yes' ? 'no' : 'yes') : truth;
}

function compare(left: string | undefined, operator: string, right: string | undefined, glob: boolean): Truth {
  if (left === undefined || right === undefined) return 'unknown';
  const equal = glob ? globMatches(right, left) : left === right ? 'yes' : 'no';
  if (operator === '=' || operator === '==' || operator === '-eq') return equal;
  if (operator !== '!=' && operator !== '-ne') return 'unknown';
  return equal === 'unknown' ? 'unknown' : equal === 'yes' ? 'no' : 'yes';
}

function unary(operator: string, operand: string | undefined): Truth {
  if (operand === undefined) return 'unknown';
  if (operator === '-z') return operand === '' ? 'yes' : 'no';
  return operator === '-n' ? (operand === '' ? 'no' : 'yes') : 'unknown';
}

function isGlob(word: Word): boolean {
  return word.parts?.some(({ type }) => type === 'Glob') ?? false;
}

/** `*` at either end is enough for what Dockerfiles do; other patterns are not worked out. */
function globMatches(pattern: string, text: string): Truth {
  if (!/[*?[]/.test(pattern)) return pattern === text ? 'yes' : 'no';
  const core = pattern.replaceAll(/^\*+|\*+$/g, '');
  if (/[*?[]/.test(core)) return 'unknown';
  const starts = pattern.startsWith('*');
  const ends = pattern.endsWith('*');
  const matches = starts && ends ? text.includes(core) : starts ? text.endsWith(core) : text.startsWith(core);
  return matches ? 'yes' : 'no';
}
