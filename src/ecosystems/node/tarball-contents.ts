import type { ElfFacts } from '../../tree/elf-facts.ts';
import type { AssetSource } from './prebuilt-asset.ts';

/** What of a published npm package bears on native code; paths are relative to the package. */
export interface TarballContents {
  readonly files: readonly string[];
  readonly natives: readonly NativeFile[];
  /** install, preinstall and postinstall of package.json, as one text. */
  readonly scripts: string;
  /** npm builds it without a script where there is a binding.gyp and `gypfile` is not false. */
  readonly buildsByItself: boolean;
  /** What node-pre-gyp asks for: module_path, remote_path and package_name of `binary`, as one text. */
  readonly binary?: string;
  /** Where prebuild-install fetches a build from. */
  readonly assets?: AssetSource;
}

/** An ELF file of the package. */
export interface NativeFile {
  readonly path: string;
  /** e_machine */
  readonly machine: number;
  /** What it needs: libc.so.6 or ld-linux (glibc), libc.musl or a bare libc.so (musl), neither (static, or nothing but other libraries). */
  readonly libc: 'musl' | 'glibc' | null;
  /** The highest `GLIBC_x.y` that it asks for: [2, 34]. */
  readonly floor: readonly [number, number] | null;
  /** What a loader asks for; absent where the file could not be read. */
  readonly elf?: ElfFacts;
}
