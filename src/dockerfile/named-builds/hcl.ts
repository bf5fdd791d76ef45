import { FormatError } from '../../formats/format-error.ts';

/** The part of HCL that Bake files use: blocks with labels, attributes with literal values. Expressions are kept as text in `unknown`. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: ReadonlyMap<string, HclValue>;
  readonly blocks: readonly HclBlock[];
  readonly offset: number;
}

export type HclValue = string | number | boolean | null | readonly HclValue[] | HclMap | { readonly unknown: string };

export interface HclMap {
  readonly entries: readonly (readonly [string, HclValue])[];
}

/**
 * Reads an HCL file; `variables` fills `${NAME}` and bare names in.
 *
 * @throws FormatError `hcl-too-large`, `hcl-syntax`
 */
export function parseHcl(text: string, lookup: (name: string) => string | undefined): HclBlock {
  if (text.length > MAX_LENGTH) throw new FormatError('hcl-too-large', MAX_LENGTH, 'the file is larger than 1 MiB');
  const reader: Reader = { text, at: 0, lookup };
  const body = readBody(reader, 0, false);
  return { type: '', labels: [], offset: 0, ...body };
}

const MAX_LENGTH = 1024 * 1024;
const MAX_DEPTH = 50;

interface Reader {
  readonly text: string;
  at: number;
  readonly lookup: (name: string) => string | undefined;
}

function readBody(reader: Reader, depth: number, closed: boolean): Pick<HclBlock, 'attributes' | 'blocks'> {
  if (depth > MAX_DEPTH) throw syntax(reader, 'blocks are nested too deep');
  const attributes = new Map<string, HclValue>();
  const blocks: HclBlock[] = [];
  for (;;) {
    skipSpace(reader, true);
    if (reader.at >= reader.text.length) {
      if (closed) throw syntax(reader, "missing '}'");
      return { attributes, blocks };
    }
    if (closed && take(reader, '}')) return { attributes, blocks };
    const offset = reader.at;
    const name = identifier(reader) ?? (reader.text[reader.at] === '"' ? quoted(reader) : undefined);
    if (typeof name !== 'string') throw syntax(reader, 'a name was expected');
    skipSpace(reader, false);
    if (take(reader, '=') || take(reader, ':')) {
      attributes.set(name, readValue(reader, depth));
      continue;
    }
    const labels: string[] = [];
    while (reader.text[reader.at] === '"' || /[A-Za-z_]/.test(reader.text[reader.at] ?? '')) {
      const label = reader.text[reader.at] === '"' ? quoted(reader) : identifier(reader);
      labels.push(typeof label === 'string' ? label : '');
      skipSpace(reader, false);
    }
    if (!take(reader, '{')) throw syntax(reader, "'{' was expected");
    blocks.push({ type: name, labels, offset, ...readBody(reader, depth + 1, true) });
  }
}

function readValue(reader: Reader, depth: number): HclValue {
  skipSpace(reader, true);
  const start = reader.at;
  const value = literal(reader, depth);
  const after = reader.at;
  skipSpace(reader, false);
  // Anything behind a literal but an end of line or a separator makes it an expression.
  if (value !== undefined && /^(?:$|[\n,\]})]|\r\n|#|\/\/)/.test(reader.text.slice(reader.at, reader.at + 2))) return value;
  reader.at = value === undefined ? start : after;
  return { unknown: skipExpression(reader, start) };
}

function literal(reader: Reader, depth: number): HclValue | undefined {
  const char = reader.text[reader.at];
  if (char === '"') return quoted(reader);
  if (char === '[') return list(reader, depth + 1);
  if (char === '{') return map(reader, depth + 1);
  if (reader.text.startsWith('<<', reader.at)) return heredoc(reader);
  const number = /^-?\d+(?:\.\d+)?/.exec(reader.text.slice(reader.at, reader.at + 32))?.[0];
  if (number !== undefined) {
    reader.at += number.length;
    return Number(number);
  }
  const word = identifier(reader);
  if (word === undefined) return undefined;
  if (word === 'true' || word === 'false') return word === 'true';
  return word === 'null' ? null : reader.lookup(word);
}

function list(reader: Reader, depth: number): readonly HclValue[] | undefined {
  if (depth > MAX_DEPTH) throw syntax(reader, 'lists are nested too deep');
  const values: HclValue[] = [];
  reader.at += 1;
  for (;;) {
    skipSpace(reader, true);
    if (take(reader, ']')) return values;
    if (reader.at >= reader.text.length) throw syntax(reader, "missing ']'");
    const before = reader.at;
    values.push(readValue(reader, depth));
    skipSpace(reader, true);
    take(reader, ',');
    // `[for x in y : z]` and the like: no progress means no list.
    if (reader.at === before) throw syntax(reader, 'a value was expected');
  }
}

function map(reader: Reader, depth: number): HclMap {
  if (depth > MAX_DEPTH) throw syntax(reader, 'maps are nested too deep');
  const entries: (readonly [string, HclValue])[] = [];
  reader.at += 1;
  for (;;) {
    skipSpace(reader, true);
    if (take(reader, '}')) return { entries };
    const key = reader.text[reader.at] === '"' ? quoted(reader) : identifier(reader);
    skipSpace(reader, false);
    if (key === undefined || !(take(reader, '=') || take(reader, ':'))) throw syntax(reader, "a key and '=' were expected");
    const value = readValue(reader, depth);
    if (typeof key === 'string') entries.push([key, value]);
    skipSpace(reader, true);
    take(reader, ',');
  }
}

/** A string with `${NAME}` filled in; any other `${…}` makes it unknown. */
function quoted(reader: Reader): string | { readonly unknown: string } {
  const start = reader.at;
  let result = '';
  let known = true;
  reader.at += 1;
  while (reader.at < reader.text.length) {
    const char = reader.text[reader.at] ?? '';
    if (char === '\n') break;
    reader.at += 1;
    if (char === '"') return known ? result : { unknown: reader.text.slice(start, reader.at) };
    if (char === '\\') {
      const next = reader.text[reader.at] ?? '';
      reader.at += 1;
      result += { n: '\n', t: '\t', r: '\r' }[next] ?? next;
    } else if (char === '$' && reader.text.startsWith('${', reader.at)) {
      // `$${` is a literal `${`.
      result += '${';
      reader.at += 2;
    } else if (char === '$' && reader.text[reader.at] === '{') {
      const value = interpolation(reader);
      known &&= value !== undefined;
      result += value ?? '';
    } else result += char;
  }
  throw syntax(reader, 'the string does not end');
}

function interpolation(reader: Reader): string | undefined {
  const start = reader.at + 1;
  let depth = 0;
  for (; reader.at < reader.text.length; reader.at += 1) {
    const char = reader.text[reader.at];
    if (char === '{') depth += 1;
    if (char === '}' && (depth -= 1) === 0) break;
    if (char === '\n') break;
  }
  const name = reader.text.slice(start, reader.at).trim();
  reader.at += 1;
  return /^[A-Za-z_][\w-]*$/.test(name) ? reader.lookup(name) : undefined;
}

function heredoc(reader: Reader): string | undefined {
  const match = /^<<(-?)([A-Za-z_]\w*)\r?\n/.exec(reader.text.slice(reader.at, reader.at + 200));
  const name = match?.[2];
  if (match === null || name === undefined) return undefined;
  const lines: string[] = [];
  let at = reader.at + match[0].length;
  while (at < reader.text.length) {
    const newline = reader.text.indexOf('\n', at);
    const end = newline === -1 ? reader.text.length : newline;
    const line = reader.text.slice(at, end);
    if (line.trim() === name) {
      reader.at = end;
      return lines.map((kept) => `${kept}\n`).join('');
    }
    lines.push(line);
    at = end + 1;
  }
  throw syntax(reader, `heredoc ${name} does not end`);
}

/** Passes over an expression: to the end of its line or of the list it stands in, brackets and strings respected. */
function skipExpression(reader: Reader, start: number): string {
  let depth = 0;
  while (reader.at < reader.text.length) {
    const char = reader.text[reader.at] ?? '';
    if (char === '"') {
      quoted(reader);
      continue;
    }
    if (depth === 0 && /[\n,\]})]/.test(char)) break;
    if (/[[({]/.test(char)) depth += 1;
    else if (/[\])}]/.test(char)) depth -= 1;
    reader.at += 1;
  }
  return reader.text.slice(start, Math.min(reader.at, start + 200)).trim();
}

function identifier(reader: Reader): string | undefined {
  const found = /^[A-Za-z_][\w-]*/.exec(reader.text.slice(reader.at, reader.at + 200))?.[0];
  reader.at += found?.length ?? 0;
  return found;
}

function skipSpace(reader: Reader, newlines: boolean): void {
  for (;;) {
    const char = reader.text[reader.at];
    if (char === ' ' || char === '\t' || char === '\r' || (newlines && char === '\n')) reader.at += 1;
    else if (char === '#' || reader.text.startsWith('//', reader.at)) {
      const newline = reader.text.indexOf('\n', reader.at);
      reader.at = newline === -1 ? reader.text.length : newline;
    } else if (reader.text.startsWith('/*', reader.at)) {
      const close = reader.text.indexOf('*/', reader.at);
      reader.at = close === -1 ? reader.text.length : close + 2;
    } else return;
  }
}

function take(reader: Reader, char: string): boolean {
  if (reader.text[reader.at] !== char) return false;
  reader.at += 1;
  return true;
}

function syntax({ at }: Reader, message: string): FormatError {
  return new FormatError('hcl-syntax', at, message);
}
