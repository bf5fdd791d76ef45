import { FormatError } from '../../formats/format-error.ts';
import { parseHcl } from './hcl.ts';
import type { HclBlock, HclValue } from './hcl.ts';
import type { NamedBuild, NamedBuilds } from './named-build.ts';

/**
 * The targets of a Bake file (docker-bake.hcl or .json). Variables have their defaults or what `environment` says; expressions with
 * functions or conditions are unknown.
 *
 * @throws FormatError `hcl-syntax`, `hcl-too-large`, `bake-bad-json`
 */
export function readBake(text: string, environment: Readonly<Record<string, string>> = {}): NamedBuilds {
  const read = text.trimStart().startsWith('{') ? readJson : readHclTargets;
  const targets = read(text, environment);
  const unknown: { what: string; why: string }[] = [];
  const builds = [...targets.keys()].map((name) => toBuild(name, inherited(name, targets, []), unknown));
  return { builds, unknown };
}

interface Target {
  readonly attributes: ReadonlyMap<string, HclValue>;
  readonly offset: number;
}

function readHclTargets(text: string, environment: Readonly<Record<string, string>>): ReadonlyMap<string, Target> {
  // A first reading finds the variables' defaults, a second one uses them.
  const first = parseHcl(text, () => undefined);
  const variables = new Map<string, string>();
  for (const { type, labels, attributes } of first.blocks) {
    const name = labels[0];
    const value = attributes.get('default');
    if (type === 'variable' && name !== undefined && (typeof value === 'string' || typeof value === 'number'))
      variables.set(name, String(value));
    if (type === 'variable' && name !== undefined && Object.hasOwn(environment, name)) variables.set(name, environment[name] ?? '');
  }
  const second = parseHcl(text, (name) => variables.get(name));
  return new Map(second.blocks.flatMap((block) => targetOf(block)));
}

function targetOf({ type, labels, attributes, offset }: HclBlock): readonly (readonly [string, Target])[] {
  const name = labels[0];
  return type === 'target' && name !== undefined ? [[name, { attributes, offset }]] : [];
}

function readJson(text: string): ReadonlyMap<string, Target> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new FormatError('bake-bad-json', 0, 'not JSON', error);
  }
  const root = fromJson(parsed);
  const targets = isMap(root) ? root.entries.find(([key]) => key === 'target')?.[1] : undefined;
  return new Map(
    isMap(targets)
      ? targets.entries.map(([name, value]) => [name, { attributes: new Map(isMap(value) ? value.entries : []), offset: 0 }])
      : [],
  );
}

function fromJson(value: unknown): HclValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item: unknown) => fromJson(item));
  return { entries: Object.entries(value ?? {}).map(([key, item]: [string, unknown]) => [key, fromJson(item)] as const) };
}

/** `inherits` lists targets whose attributes come first, later ones over earlier ones. */
function inherited(name: string, targets: ReadonlyMap<string, Target>, open: readonly string[]): Target {
  const own = targets.get(name);
  if (own === undefined || open.includes(name) || open.length > MAX_INHERITED) return { attributes: new Map(), offset: 0 };
  const attributes = new Map<string, HclValue>();
  for (const parent of texts(own.attributes.get('inherits'))) {
    for (const [key, value] of inherited(parent, targets, [...open, name]).attributes) attributes.set(key, value);
  }
  for (const [key, value] of own.attributes) {
    const before = attributes.get(key);
    attributes.set(key, isMap(before) && isMap(value) ? { entries: [...before.entries, ...value.entries] } : value);
  }
  return { attributes, offset: own.offset };
}

const MAX_INHERITED = 8;

function toBuild(name: string, { attributes, offset }: Target, unknown: { what: string; why: string }[]): NamedBuild {
  const text = (key: string): string | undefined => {
    const value = attributes.get(key);
    if (isUnknown(value)) unknown.push({ what: `target ${name}, ${key}`, why: `${value.unknown} is not worked out` });
    return typeof value === 'string' ? value : undefined;
  };
  const pairs = (key: string): Readonly<Record<string, string>> => {
    const value = attributes.get(key);
    if (!isMap(value)) return {};
    return Object.fromEntries(
      value.entries.flatMap(([inner, entry]) => (typeof entry === 'string' || typeof entry === 'number' ? [[inner, String(entry)]] : [])),
    );
  };
  const optional = (
    [
      ['dockerfile', 'dockerfile'],
      ['inline', 'dockerfile-inline'],
      ['target', 'target'],
    ] as const
  ).flatMap(([key, attribute]) => {
    const value = text(attribute);
    return value === undefined ? [] : [[key, value]];
  });
  const build = {
    context: text('context') ?? '.',
    args: pairs('args'),
    contexts: pairs('contexts'),
    platforms: texts(attributes.get('platforms')),
    ...Object.fromEntries(optional),
  };
  return { name, images: texts(attributes.get('tags')), build, offset };
}

function texts(value: HclValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((entry: HclValue) => typeof entry === 'string') : typeof value === 'string' ? [value] : [];
}

function isMap(value: HclValue | undefined): value is { readonly entries: readonly (readonly [string, HclValue])[] } {
  return typeof value === 'object' && value !== null && 'entries' in value && typeof value.entries !== 'function';
}

function isUnknown(value: HclValue | undefined): value is { readonly unknown: string } {
  return typeof value === 'object' && value !== null && 'unknown' in value;
}
