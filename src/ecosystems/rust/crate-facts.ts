import type { IndexedCrate } from '../../formats/text/lockfiles/other/crates-index.ts';

/** What the index says of one version of a crate beyond Cargo.lock. */
export type CrateFacts = Pick<IndexedCrate, 'links' | 'buildDependencies'>;

/**
 * What a crate needs beside the Rust toolchain, by its build dependencies: they compile C, run CMake, look for an installed library or read headers with libclang. `sure`
 * where one of them is asked for on Linux without a feature, which Cargo.lock does not record. Null for a crate whose build script, if any, has none of them.
 */
export function nativeNeeds({ links, buildDependencies }: CrateFacts): { readonly needs: string; readonly sure: boolean } | null {
  const here = buildDependencies.filter(({ target }) => target === undefined || mayBeLinux(target));
  const tools = here.flatMap(({ name, optional, target }) => {
    const needs = buildTools.get(name);
    return needs === undefined ? [] : [{ needs, sure: !optional && target === undefined }];
  });
  if (tools.length === 0) return null;
  const library = links !== undefined && here.some(({ name }) => finders.has(name)) ? [`the library ${links}`] : [];
  const compiling = tools.filter(({ needs }) => needs !== '');
  const words = [...new Set([...library, ...compiling.map(({ needs }) => needs)])];
  if (words.length === 0) return null;
  return { needs: words.join(', '), sure: library.length === 0 && compiling.some(({ sure }) => sure) };
}

/** Crates that build scripts use for native code, and what they run; '' for those that only look for a library. */
const buildTools: ReadonlyMap<string, string> = new Map([
  ['cc', 'a C compiler'],
  ['gcc', 'a C compiler'],
  ['cxx-build', 'a C++ compiler'],
  ['cmake', 'a C compiler and CMake'],
  ['autotools', 'a C compiler, make and autotools'],
  ['make-cmd', 'make'],
  ['meson', 'meson and ninja'],
  ['nasm-rs', 'nasm'],
  ['bindgen', 'libclang'],
  ['prost-build', 'protoc'],
  ['protobuf-src', 'a C++ compiler and CMake'],
  ['openssl-src', 'a C compiler, perl and make'],
  ['pkg-config', ''],
  ['vcpkg', ''],
  ['system-deps', ''],
  ['metadeps', ''],
]);

const finders: ReadonlySet<string> = new Set(['pkg-config', 'vcpkg', 'system-deps', 'metadeps']);

/** `cfg(windows)`, `cfg(target_os = "macos")`, `x86_64-pc-windows-msvc` are not; whatever else may be. */
function mayBeLinux(target: string): boolean {
  if (/\bnot\s*\(/.test(target) || /linux|unix/.test(target)) return true;
  return !/windows|macos|apple|darwin|ios|wasm|android|bsd|solaris|illumos|redox|hermit|uefi|fuchsia|msvc|mingw/.test(target);
}
