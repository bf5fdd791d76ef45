import type { TarballContents } from '../node/tarball-contents.ts';
import type { CrateFacts } from '../rust/crate-facts.ts';
import type { NativeContents } from './native-contents.ts';

/** What registries gave for `--online` beyond the lock. What is not in here stays as the lock has it. */
export interface Fetched {
  /** npm packages by `name@version`. */
  readonly tarballs?: ReadonlyMap<string, TarballContents>;
  /** Wheels by file name. */
  readonly wheels?: ReadonlyMap<string, NativeContents>;
  /** JARs by `group:artifact:version` with `:classifier` behind it where there is one. */
  readonly jars?: ReadonlyMap<string, NativeContents>;
  /** Crates by `name@version`. */
  readonly crates?: ReadonlyMap<string, CrateFacts>;
}
