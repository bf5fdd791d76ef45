import { BasewiseError } from '../../errors.ts';

/** One place in a JSON document of unknown shape, with typed access; what does not fit is a BasewiseError naming the place. */
export interface JsonReader {
  readonly place: string;
  readonly value: unknown;
}

export function jsonReader(value: unknown): JsonReader {
  return { place: '', value };
}

/** A member that may be absent. */
export function optional<T>(reader: JsonReader, key: string, read: (member: JsonReader) => T): T | undefined {
  const member = object(reader)[key];
  return member === undefined ? undefined : read({ place: `${reader.place}/${key}`, value: member });
}

/** A member that must be there. */
export function required<T>(reader: JsonReader, key: string, read: (member: JsonReader) => T): T {
  if (object(reader)[key] === undefined) throw unfit(reader, `has no "${key}"`);
  return read({ place: `${reader.place}/${key}`, value: object(reader)[key] });
}

export function list<T>(read: (item: JsonReader) => T, most = 65_536): (reader: JsonReader) => T[] {
  return (reader) => {
    if (!Array.isArray(reader.value)) throw unfit(reader, 'is not a list');
    if (reader.value.length > most) throw unfit(reader, `has more than ${most} entries`);
    return reader.value.map((value: unknown, index) => read({ place: `${reader.place}/${index}`, value }));
  };
}

export function string(reader: JsonReader): string {
  if (typeof reader.value !== 'string') throw unfit(reader, 'is not a string');
  return reader.value;
}

export function boolean(reader: JsonReader): boolean {
  if (typeof reader.value !== 'boolean') throw unfit(reader, 'is not true or false');
  return reader.value;
}

/** A finite number that is not negative. */
export function number(reader: JsonReader): number {
  if (typeof reader.value !== 'number' || !Number.isFinite(reader.value) || reader.value < 0)
    throw unfit(reader, 'is not a number of at least 0');
  return reader.value;
}

export function oneOf<const T extends string>(...words: readonly T[]): (reader: JsonReader) => T {
  return (reader) => {
    const found = words.find((word) => word === reader.value);
    if (found === undefined) throw unfit(reader, `is none of ${words.join(', ')}`);
    return found;
  };
}

export function object(reader: JsonReader): Readonly<Record<string, unknown>> {
  const { value } = reader;
  if (!isRecord(value)) throw unfit(reader, 'is not an object');
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function unfit(reader: JsonReader, problem: string): BasewiseError {
  return new BasewiseError('not-a-scenario', `not a DNS scenario: ${reader.place || 'the document'} ${problem}`, {
    hint: 'a scenario has the form of conformance/dns/README.md',
  });
}
