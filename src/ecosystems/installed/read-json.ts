import { readFile } from '../../distro/read-file.ts';
import type { Rootfs } from '../../tree/rootfs.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The JSON object in a file; null when it is absent, was not kept or is no JSON object, with the reason in `unknown` for the latter two. */
export function readJson(rootfs: Rootfs, path: string, limit: number, unknown: { what: string; why: string }[]): JsonObject | null {
  const file = readFile(rootfs, path, limit);
  if (file.kind === 'absent') return null;
  if (file.kind === 'unread') {
    unknown.push({ what: path, why: file.why });
    return null;
  }
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(file.bytes));
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  unknown.push({ what: path, why: 'no JSON object' });
  return null;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keys of an object, none of anything else. */
export function keys(value: unknown): string[] {
  return isObject(value) ? Object.keys(value) : [];
}

/** A string, or the strings of a list. */
export function words(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((word) => typeof word === 'string');
}
