import { parse } from 'unbash';
import { originOffset } from '../../formats/text/dockerfile/mapped-text.ts';
import type { MappedText } from '../../formats/text/dockerfile/mapped-text.ts';

/** What bash reads and a POSIX shell need not. */
export type BashConstruct =
  | 'test-command'
  | 'here-string'
  | 'process-substitution'
  | 'array'
  | 'arithmetic-for'
  | 'pipe-both'
  | 'function-keyword'
  | 'redirect-both'
  | 'expansion'
  | 'ansi-quote';

export interface BashSyntax {
  readonly construct: BashConstruct;
  /** In the Dockerfile. */
  readonly start: number;
}

/** Places of a shell text that only bash (and shells like it) understands, in their order; texts that bash itself is given as a word are not looked into. Never throws. */
export function bashSyntax(script: MappedText): readonly BashSyntax[] {
  const found: BashSyntax[] = [];
  const { text } = script;
  const pending: { readonly node: unknown; readonly depth: number }[] = [{ node: parse(text), depth: 0 }];
  for (let count = 0; pending.length > 0 && count < MAX_NODES; count += 1) {
    const { node, depth } = pending.pop() ?? { node: null, depth: 0 };
    if (depth > MAX_DEPTH || typeof node !== 'object' || node === null) continue;
    const construct = constructOf(node, text);
    if (construct !== undefined && 'pos' in node && typeof node.pos === 'number')
      found.push({ construct, start: originOffset(script, node.pos) });
    const children = [...Object.values(node), ...madeWhenAsked(node)];
    for (const child of children) if (typeof child === 'object' && child !== null) pending.push({ node: child, depth: depth + 1 });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Of unbash's nodes these are getters. */
function madeWhenAsked(node: object): readonly unknown[] {
  const own = new Set(Object.keys(node));
  return [
    'parts' in node && !own.has('parts') ? node.parts : null,
    'value' in node && !own.has('value') ? node.value : null,
    'script' in node && !own.has('script') ? node.script : null,
  ];
}

const MAX_NODES = 50_000;
const MAX_DEPTH = 200;

function constructOf(node: object, text: string): BashConstruct | undefined {
  const type = 'type' in node ? node.type : undefined;
  switch (type) {
    case 'TestCommand':
      return 'test-command';
    case 'HereString':
      return 'here-string';
    case 'ProcessSubstitution':
      return 'process-substitution';
    case 'ArrayValue':
      return 'array';
    case 'ArithmeticFor':
      return 'arithmetic-for';
    case 'AnsiCQuoted':
      return 'ansi-quote';
    case 'Replace':
    case 'Slice':
    case 'CaseModification':
      return 'expansion';
    case 'Redirect':
      return 'operator' in node && (node.operator === '&>' || node.operator === '&>>') ? 'redirect-both' : undefined;
    case 'Pipeline':
      return 'operators' in node && Array.isArray(node.operators) && node.operators.includes('|&') ? 'pipe-both' : undefined;
    case 'Function':
      return 'pos' in node && typeof node.pos === 'number' && /^function\s/.test(text.slice(node.pos, node.pos + 10))
        ? 'function-keyword'
        : undefined;
    default:
      return undefined;
  }
}
