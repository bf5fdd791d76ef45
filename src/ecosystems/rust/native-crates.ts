/** Crates that need more than the Rust toolchain (native-dependencies.md 5). */
export const knownNativeCrates: ReadonlyMap<string, { readonly needs: string; readonly glibcOnly?: boolean }> = new Map([
  [
    'openssl-sys',
    {
      needs:
        'OpenSSL and pkg-config (Alpine: openssl-dev, openssl-libs-static for a static program), or its feature vendored with perl and make',
    },
  ],
  ['ring', { needs: 'a C compiler' }],
  ['aws-lc-sys', { needs: 'a C compiler and CMake' }],
  ['libz-sys', { needs: 'zlib (Alpine: zlib-dev) or a C compiler' }],
  ['libgit2-sys', { needs: 'libgit2 or a C compiler' }],
  ['libssh2-sys', { needs: 'libssh2 or a C compiler, and OpenSSL' }],
  ['rdkafka-sys', { needs: 'a C compiler, make or CMake' }],
  ['librocksdb-sys', { needs: 'a C++ compiler and clang' }],
  ['pq-sys', { needs: 'libpq (Alpine: libpq-dev)' }],
  ['mysqlclient-sys', { needs: 'the MariaDB client (Alpine: mariadb-connector-c-dev)' }],
  ['libsqlite3-sys', { needs: 'SQLite (Alpine: sqlite-dev), or its feature bundled with a C compiler' }],
  ['zstd-sys', { needs: 'a C compiler' }],
  ['onig_sys', { needs: 'a C compiler' }],
  ['jemalloc-sys', { needs: 'a C compiler and make' }],
  ['tikv-jemalloc-sys', { needs: 'a C compiler and make' }],
  ['libmimalloc-sys', { needs: 'a C compiler' }],
  ['bzip2-sys', { needs: 'a C compiler' }],
  ['lzma-sys', { needs: 'liblzma (Alpine: xz-dev) or a C compiler' }],
  ['blake3', { needs: 'a C compiler' }],
  ['psm', { needs: 'a C compiler' }],
  ['ort-sys', { needs: 'ONNX Runtime, which it downloads as a build for glibc', glibcOnly: true }],
  ['v8', { needs: 'a V8 archive, which it downloads as a build for glibc', glibcOnly: true }],
  ['torch-sys', { needs: 'libtorch, which is built for glibc', glibcOnly: true }],
]);
