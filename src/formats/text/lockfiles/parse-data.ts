import { parse as parseJsonc } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { FAILSAFE_SCHEMA, loadAll } from 'js-yaml';
import { parse as parseTomlText } from 'smol-toml';
import { FormatError } from '../../format-error.ts';
import { refuseLong } from './limits.ts';

/** JSON text as plain values. Throws FormatError `json-bad`. */
export function parseJson(text: string): unknown {
  refuseLong(text);
  try {
    return JSON.parse(withoutMark(text));
  } catch (cause) {
    const position = /position (\d+)/.exec(messageOf(cause))?.[1];
    throw new FormatError('json-bad', Number(position ?? 0), 'the lockfile is no valid JSON', cause);
  }
}

/** JSON with comments and trailing commas, as bun writes it. */
export function parseJsonWithCommas(text: string): unknown {
  refuseLong(text);
  const errors: ParseError[] = [];
  let value: unknown;
  try {
    value = parseJsonc(withoutMark(text), errors, { allowTrailingComma: true, disallowComments: false });
  } catch (cause) {
    throw new FormatError('json-bad', 0, 'the lockfile is nested too deeply', cause);
  }
  const first = errors[0];
  if (first !== undefined) throw new FormatError('json-bad', first.offset, 'the lockfile is no valid JSON');
  return value;
}

/**
 * All documents of a YAML text. Aliases are refused: no lockfile has them and they can multiply what is read. `strings` keeps every scalar as it is written, so that
 * a version `1.10` stays one.
 */
export function parseYaml(text: string, strings = false): readonly unknown[] {
  refuseLong(text);
  try {
    return loadAll(withoutMark(text), { maxAliases: 0, maxDepth: 60, ...(strings ? { schema: FAILSAFE_SCHEMA } : {}) });
  } catch (cause) {
    throw new FormatError('yaml-bad', 0, `the lockfile is no valid YAML: ${firstLine(messageOf(cause))}`, cause);
  }
}

export function parseToml(text: string): unknown {
  refuseLong(text);
  try {
    return parseTomlText(withoutMark(text));
  } catch (cause) {
    throw new FormatError('toml-bad', 0, `the lockfile is no valid TOML: ${firstLine(messageOf(cause))}`, cause);
  }
}

export function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfe_ff ? text.slice(1) : text;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : '';
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 200);
}
