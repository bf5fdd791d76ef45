import { FormatError } from '../../formats/format-error.ts';

/** Manifests, indexes and configurations larger than this are refused unread (registries take 4 MiB, containerd 8). */
export const LARGEST_DOCUMENT: number = 8 * 1024 * 1024;

/** Parses a bounded JSON document. Throws FormatError `manifest-too-large` or `manifest-bad-json`. */
export function parseJson(bytes: Uint8Array, what: string): unknown {
  if (bytes.length > LARGEST_DOCUMENT)
    throw new FormatError('manifest-too-large', LARGEST_DOCUMENT, `${what} is larger than ${LARGEST_DOCUMENT} bytes`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError('manifest-bad-json', 0, `${what} is no UTF-8 text`, cause);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new FormatError('manifest-bad-json', 0, `${what} is no JSON`, cause);
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A non-empty string under `key`; anything else counts as absent. */
export function textField(record: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = record[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The strings of an array; anything else is left out. */
export function textList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/** The string values of an object, without a prototype, so that no key of the document can mean anything to JavaScript. */
export function textMap(value: unknown): Readonly<Record<string, string>> {
  const map = Object.create(null) as Record<string, string>;
  if (isRecord(value)) for (const [key, entry] of Object.entries(value)) if (typeof entry === 'string') map[key] = entry;
  return map;
}
