import { parse } from 'yaml';
import { BasewiseError } from '../../errors.ts';
import { parseBandwidth, parseBytes, parseCount } from './quantities.ts';

/** What a fleet file says; `present` are names of images, not opened yet. */
export interface FleetSettings {
  readonly nodes?: number;
  readonly pulls?: number;
  readonly bitsPerSecond?: number;
  readonly above?: number;
  readonly present?: readonly string[];
}

const known = ['nodes', 'pulls', 'bandwidth', 'above', 'present'];

/**
 * Reads a fleet file (YAML, or JSON, which is YAML): `nodes: 200`, `pulls: 30`, `bandwidth: 1Gbit/s`, `above: 390MB`, `present: [debian:13-slim]`. An unknown
 * key is refused: a mistyped one must not be passed over. `path` is for messages. Throws BasewiseError `bad-fleet`, `bad-count`, `bad-size`, `bad-bandwidth`.
 */
export function parseFleetFile(text: string, path: string): FleetSettings {
  const settings = mapping(text, path);
  const unknown = Object.keys(settings).find((key) => !known.includes(key));
  if (unknown !== undefined) throw refused(path, `unknown key ${unknown}`, `known: ${known.join(', ')}`);
  const { nodes, pulls, bandwidth, above, present } = settings;
  return {
    ...given('nodes', scalar('nodes', nodes, path), parseCount),
    ...given('pulls', scalar('pulls', pulls, path), parseCount),
    ...given('bitsPerSecond', scalar('bandwidth', bandwidth, path), parseBandwidth, `bandwidth in ${path}:`),
    ...given('above', scalar('above', above, path), parseBytes),
    ...(present === undefined ? {} : { present: names(present, path) }),
  };
}

function mapping(text: string, path: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = parse(text) ?? {};
  } catch (cause) {
    throw new BasewiseError('bad-fleet', `no YAML: ${cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : ''}`, { path, cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refused(path, 'no mapping', `known: ${known.join(', ')}`);
  return { ...value };
}

function scalar(key: string, value: unknown, path: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw refused(path, `${key} should be a number or a text`);
}

function given<Key extends string>(
  key: Key,
  text: string | undefined,
  read: (text: string, what: string) => number,
  what: string = `${key}:`,
): { readonly [key in Key]?: number } {
  const found: { [key in Key]?: number } = {};
  if (text !== undefined) found[key] = read(text, what);
  return found;
}

function names(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value) && value.every((each): each is string => typeof each === 'string')) return value;
  throw refused(path, 'present should be a list of images');
}

function refused(path: string, why: string, hint?: string): BasewiseError {
  return new BasewiseError('bad-fleet', `the fleet file is refused: ${why}`, { path, ...(hint === undefined ? {} : { hint }) });
}
