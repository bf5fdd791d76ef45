/** What two lists of named things have apart. Plain data. */
export interface NamedChanges {
  readonly gone: readonly string[];
  readonly added: readonly string[];
  readonly changed: readonly { readonly name: string; readonly from: string; readonly to: string }[];
}

/** `value` says what of a thing must be equal for it to be the same. */
export function named(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  value: (text: string) => string = (text) => text,
): NamedChanges {
  return {
    gone: [...before.keys()].filter((name) => !after.has(name)).sort(),
    added: [...after.keys()].filter((name) => !before.has(name)).sort(),
    changed: [...before].flatMap(([name, from]) => {
      const to = after.get(name);
      return to === undefined || value(from) === value(to) ? [] : [{ name, from, to }];
    }),
  };
}

/** The same for records, null where one of them is not known. */
export function namedIn(
  a: Readonly<Record<string, string>> | null,
  b: Readonly<Record<string, string>> | null,
  value?: (text: string) => string,
): NamedChanges | null {
  return a === null || b === null ? null : named(new Map(Object.entries(a)), new Map(Object.entries(b)), value);
}
