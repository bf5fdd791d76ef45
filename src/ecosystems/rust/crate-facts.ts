/** What the crates index says of one version of a crate beyond Cargo.lock. */
export interface CrateFacts {
  /** The native library that it declares to link (`links` of Cargo.toml). */
  readonly links?: string;
  /** Names of its build dependencies; `optional` ones depend on features that Cargo.lock does not record. */
  readonly buildDependencies: readonly { readonly name: string; readonly optional: boolean }[];
}
