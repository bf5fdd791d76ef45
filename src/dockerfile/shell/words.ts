import type { DoubleQuotedChild, Word, WordPart } from 'unbash';

/** Variables of a shell; undefined is a name whose value is not known. A name that is missing is unset, or set by the base image. */
export type ShellScope = Map<string, string | undefined>;

export interface Field {
  readonly text: string;
  readonly known: boolean;
}

/** The fields that one word becomes: quotes removed, known variables filled in, unquoted expansions split. What is not known stays as written. */
export function evaluateWord(word: Word, scope: ShellScope): readonly Field[] {
  const { parts } = word;
  if (parts === undefined) return [{ text: word.value, known: true }];
  const fields: { text: string; known: boolean }[] = [];
  let open = false;
  const add = (text: string, known: boolean): void => {
    const last = open ? fields.at(-1) : undefined;
    if (last === undefined) fields.push({ text, known });
    else {
      last.text += text;
      last.known &&= known;
    }
    open = true;
  };
  for (const part of parts) {
    const value = evaluatePart(part, scope);
    if (!isExpansion(part) || value === undefined) {
      add(value ?? unresolved(part, scope), value !== undefined);
      continue;
    }
    const pieces = value.split(/([ \t\n]+)/);
    for (const piece of pieces) {
      if (/^[ \t\n]+$/.test(piece)) open = false;
      else if (piece !== '') add(piece, true);
    }
  }
  return fields;
}

/** What stands in for a part that is not known: as written, without quotes and with what is known filled in. */
function unresolved(part: WordPart, scope: ShellScope): string {
  if (part.type !== 'DoubleQuoted') return part.text;
  return part.parts.map((child) => evaluatePart(child, scope) ?? child.text).join('');
}

/** The word as one text, undefined where a part is not known; no splitting (assignments, `case`, `[[`). */
export function wordText(word: Word, scope: ShellScope): string | undefined {
  if (word.parts === undefined) return word.value;
  const parts = word.parts.map((part) => evaluatePart(part, scope));
  return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
}

function isExpansion(part: WordPart): boolean {
  return part.type === 'SimpleExpansion' || part.type === 'ParameterExpansion';
}

function evaluatePart(part: WordPart | DoubleQuotedChild, scope: ShellScope): string | undefined {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return part.value;
    case 'Glob':
      return part.text;
    case 'DoubleQuoted':
    case 'LocaleString': {
      const inner = part.parts.map((child) => evaluatePart(child, scope));
      return inner.every((text) => text !== undefined) ? inner.join('') : undefined;
    }
    case 'SimpleExpansion':
      return scope.get(part.text.slice(1));
    case 'ParameterExpansion':
      return evaluateParameter(part, scope);
    default:
      return undefined;
  }
}

/** `${A}`, `${A:-b}`, `${A:+b}`; everything else is not worked out. A name that nothing in the file sets takes its default: base images seldom set such names. */
function evaluateParameter(part: Extract<WordPart, { type: 'ParameterExpansion' }>, scope: ShellScope): string | undefined {
  if (part.prefix !== undefined || part.index !== undefined) return undefined;
  const value = scope.get(part.parameter);
  const { operation } = part;
  if (operation === undefined) return value;
  if (operation.type !== 'Default' || (value === undefined && scope.has(part.parameter))) return undefined;
  const missing = value === undefined || (operation.operator.startsWith(':') && value === '');
  if (operation.operator.endsWith('+')) return missing ? '' : wordText(operation.operand, scope);
  return missing ? (operation.operator.endsWith('?') ? undefined : wordText(operation.operand, scope)) : value;
}
