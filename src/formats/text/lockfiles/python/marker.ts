import { FormatError } from '../../../format-error.ts';

/** A PEP 508 environment marker, not yet asked about any environment. */
export type Marker =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Marker[] }
  | { readonly kind: 'compare'; readonly left: Operand; readonly operator: MarkerOperator; readonly right: Operand };

export type Operand = { readonly variable: string } | { readonly value: string };
export type MarkerOperator = '<=' | '<' | '!=' | '===' | '==' | '>=' | '>' | '~=' | 'in' | 'not in';

const longest = 100_000;
const deepest = 50;

/** Throws FormatError `marker-bad` with the offset inside the marker. */
export function parseMarker(text: string): Marker {
  if (text.length > longest) throw new FormatError('marker-bad', longest, 'the environment marker is too long');
  const tokens = tokenize(text);
  let at = 0;
  const peek = (): Token | undefined => tokens[at];
  const fail = (): never => {
    throw new FormatError('marker-bad', peek()?.offset ?? text.length, 'no environment marker');
  };
  const list = (depth: number, kind: 'or' | 'and'): Marker => {
    const parts: Marker[] = [];
    do parts.push(kind === 'or' ? list(depth, 'and') : atom(depth));
    while (peek()?.word === kind && ++at > 0);
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind, parts };
  };
  const atom = (depth: number): Marker => {
    if (depth > deepest) fail();
    if (peek()?.word !== '(') return compare();
    at++;
    const inner = list(depth + 1, 'or');
    if (peek()?.word !== ')') fail();
    at++;
    return inner;
  };
  const operand = (): Operand => {
    const token = peek();
    if (token?.operand === undefined) return fail();
    at++;
    return token.operand;
  };
  const compare = (): Marker => {
    const left = operand();
    let operator = peek()?.word;
    at++;
    if (operator === 'not' && peek()?.word === 'in') {
      operator = 'not in';
      at++;
    }
    if (operator === undefined || !isOperator(operator)) return fail();
    return { kind: 'compare', left, operator, right: operand() };
  };
  const marker = list(0, 'or');
  if (at < tokens.length) fail();
  return marker;
}

interface Token {
  readonly offset: number;
  /** Operator, bracket, `and`, `or`, `not`, `in`. */
  readonly word?: string;
  readonly operand?: Operand;
}

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = /\s*(?:(<=|<|!=|===|==|>=|>|~=|[()])|'([^']*)'|"([^"]*)"|([A-Za-z_][\w.]*))/y;
  while (pattern.lastIndex < text.length) {
    const offset = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) {
      if (text.slice(offset).trim() === '') break;
      throw new FormatError('marker-bad', offset, 'no environment marker');
    }
    const [, symbol, single, double, name] = match;
    const quoted = single ?? double;
    if (symbol !== undefined) tokens.push({ offset, word: symbol });
    else if (quoted !== undefined) tokens.push({ offset, operand: { value: quoted } });
    else if (name !== undefined && /^(?:and|or|not|in)$/.test(name)) tokens.push({ offset, word: name });
    else tokens.push({ offset, operand: { variable: canonicalVariable(name ?? '') } });
  }
  return tokens;
}

/** Spellings from before PEP 508 that pip still reads. */
function canonicalVariable(name: string): string {
  return legacy.get(name) ?? name;
}

const legacy: ReadonlyMap<string, string> = new Map([
  ['os.name', 'os_name'],
  ['sys.platform', 'sys_platform'],
  ['platform.version', 'platform_version'],
  ['platform.machine', 'platform_machine'],
  ['platform.python_implementation', 'platform_python_implementation'],
  ['python_implementation', 'platform_python_implementation'],
]);

function isOperator(word: string): word is MarkerOperator {
  return ['<=', '<', '!=', '===', '==', '>=', '>', '~=', 'in', 'not in'].includes(word);
}
