/**
 * One parser as the fuzzer sees it. `run` gets hostile bytes and must return, or throw a `FormatError` or `BasewiseError`; anything else
 * it throws, and any input it hangs on, is a bug. `seeds` are valid inputs that the mutations start from.
 */
export interface FuzzTarget {
  readonly name: string;
  readonly seeds: () => readonly Uint8Array[];
  readonly run: (input: Uint8Array) => void | Promise<void>;
}
