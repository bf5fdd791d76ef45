import { FormatError } from '../../format-error.ts';

/** Parsed JSON, YAML or TOML, before anything is known of its shape. */
export type Plain = unknown;
export type Table = Readonly<Record<string, unknown>>;

export function isTable(value: Plain): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a table; an empty one where it is something else. */
export function tableOf(value: Plain): Table {
  return isTable(value) ? value : {};
}

export function listOf(value: Plain): readonly Plain[] {
  return Array.isArray(value) ? value : [];
}

/** The own field of that name: `constructor` and `__proto__` are names like others. */
export function field(table: Table, name: string): Plain {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

export function textOf(value: Plain): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Strings of a list, or one string alone as a list; undefined where the field is absent or empty. */
export function wordsOf(value: Plain): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  const words = listOf(value).filter((word): word is string => typeof word === 'string');
  return words.length === 0 ? undefined : words;
}

/** Versions are written as numbers by some tools: `5.4` of pnpm, `3` of npm. */
export function versionText(value: Plain): string | undefined {
  return typeof value === 'number' ? String(value) : textOf(value);
}

export function requireTable(value: Plain, code: string): Table {
  if (!isTable(value)) throw new FormatError(code, 0, 'the lockfile is no table of names and values');
  return value;
}
