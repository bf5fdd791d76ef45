import type { Flag } from '../../formats/text/dockerfile/dockerfile.ts';

/** One `--mount` before its source is looked up; keys in lower case, aliases brought to `source` and `target`. */
export interface MountFields {
  readonly type: string;
  readonly from?: string;
  readonly source?: string;
  readonly target?: string;
  readonly id?: string;
}

/** The `--mount` flags of a RUN (BuildKit instructions/commands_runmount.go): one CSV record of `key=value` fields each. */
export function readMounts(flags: readonly Flag[]): readonly MountFields[] {
  return flags.filter(({ name }) => name === 'mount').map(({ value = '' }) => readMount(value));
}

function readMount(value: string): MountFields {
  const fields = new Map<string, string>();
  for (const match of value.matchAll(/(?:"(?:[^"]|"")*"|[^,])+/g)) {
    const field = match[0].replaceAll('"', '');
    const equals = field.indexOf('=');
    const key = (equals === -1 ? field : field.slice(0, equals)).toLowerCase();
    fields.set(aliases[key] ?? key, equals === -1 ? '' : field.slice(equals + 1));
  }
  const rest = ['from', 'source', 'target', 'id'].flatMap((key) => (fields.has(key) ? [[key, fields.get(key) ?? ''] as const] : []));
  return { type: fields.get('type')?.toLowerCase() ?? 'bind', ...Object.fromEntries(rest) };
}

const aliases: Readonly<Record<string, string>> = { src: 'source', dst: 'target', destination: 'target' };
