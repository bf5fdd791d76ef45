import { isMap, isScalar, parseDocument } from 'yaml';
import { FormatError } from '../../formats/format-error.ts';
import { expandWord } from '../../formats/text/dockerfile/shell-words.ts';
import type { NamedBuild, NamedBuilds } from './named-build.ts';

/**
 * The services of a Compose file (compose-spec): images, builds and DNS settings, with `${NAME:-default}` filled in from `environment`.
 *
 * @throws FormatError `compose-too-large`, `compose-bad-yaml`
 */
export function readCompose(text: string, environment: Readonly<Record<string, string>> = {}): NamedBuilds {
  if (text.length > MAX_LENGTH) throw new FormatError('compose-too-large', MAX_LENGTH, 'the Compose file is larger than 2 MiB');
  const document = parseDocument(text, { merge: true, uniqueKeys: false, logLevel: 'error' });
  const problem = document.errors[0];
  if (problem !== undefined) throw new FormatError('compose-bad-yaml', problem.pos[0], problem.message.split('\n')[0] ?? 'not YAML');
  const unknown: { what: string; why: string }[] = [];
  const services = isMap(document.contents) ? document.contents.get('services') : undefined;
  if (!isMap(services)) return { builds: [], unknown };
  const plain = toPlain(document);
  const builds = services.items.flatMap(({ key }) => {
    const name = isScalar(key) ? String(key.value) : '';
    const service = field(field(plain, 'services'), name);
    const fill = (value: string): string => interpolate(value, environment, `service ${name}`, unknown);
    return [readService(name, service, fill, isScalar(key) ? (key.range?.[0] ?? 0) : 0)];
  });
  return { builds, unknown };
}

const MAX_LENGTH = 2 * 1024 * 1024;

function toPlain(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new FormatError('compose-bad-yaml', 0, 'too many aliases', error);
  }
}

function readService(name: string, service: unknown, fill: (value: string) => string, offset: number): NamedBuild {
  const image = text(field(service, 'image'));
  const build = field(service, 'build');
  const dns = {
    servers: texts(field(service, 'dns')),
    search: texts(field(service, 'dns_search')),
    options: texts(field(service, 'dns_opt')),
  };
  const hasDns = dns.servers.length + dns.search.length + dns.options.length > 0;
  const images = image === undefined ? [] : [fill(image)];
  return {
    name,
    images,
    offset,
    ...(build === undefined || build === null ? {} : { build: readBuildSection(build, service, fill) }),
    ...(hasDns ? { dns } : {}),
  };
}

function readBuildSection(build: unknown, service: unknown, fill: (value: string) => string): NonNullable<NamedBuild['build']> {
  const section = typeof build === 'string' ? { context: build } : build;
  const own = texts(field(section, 'platforms')).map(fill);
  const platform = text(field(service, 'platform'));
  const optional = ([key, name]: readonly [string, string]): readonly (readonly [string, string])[] => {
    const value = text(field(section, name));
    return value === undefined ? [] : [[key, key === 'inline' ? value : fill(value)]];
  };
  const named = (
    [
      ['dockerfile', 'dockerfile'],
      ['inline', 'dockerfile_inline'],
      ['target', 'target'],
    ] as const
  ).flatMap(optional);
  return {
    context: fill(text(field(section, 'context')) ?? '.'),
    args: filled(field(section, 'args'), fill),
    contexts: filled(field(section, 'additional_contexts'), fill),
    platforms: own.length === 0 && platform !== undefined ? [fill(platform)] : own,
    ...Object.fromEntries(named),
  };
}

/** A map, or a list of `NAME=value`; a name without a value comes from the environment and is left out. */
function filled(value: unknown, fill: (value: string) => string): Readonly<Record<string, string>> {
  const pairs = Array.isArray(value)
    ? texts(value).flatMap((entry) =>
        entry.includes('=') ? [[entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)] as const] : [],
      )
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
          const shown = text(inner);
          return shown === undefined ? [] : [[key, shown] as const];
        })
      : [];
  return Object.fromEntries(pairs.map(([key, inner]) => [key, fill(inner)]));
}

function interpolate(
  value: string,
  environment: Readonly<Record<string, string>>,
  where: string,
  unknown: { what: string; why: string }[],
): string {
  if (!value.includes('$')) return value;
  // `$$` is a dollar sign.
  const expanded = expandWord(
    value.replaceAll('$$', '\u0000'),
    (name) => (Object.hasOwn(environment, name) ? environment[name] : undefined),
    { escape: '\u0001' },
  );
  if (!expanded.ok) unknown.push({ what: where, why: `${value}: ${expanded.message}` });
  else if (expanded.unset.length > 0) unknown.push({ what: where, why: `${value}: ${expanded.unset.join(', ')} is not set` });
  return expanded.ok ? expanded.text.replaceAll('\u0000', '$') : value;
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function texts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((entry: unknown) => text(entry) ?? []);
}
