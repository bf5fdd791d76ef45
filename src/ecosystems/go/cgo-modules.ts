/** What is known of a module with `import "C"` (native-dependencies.md 4.3). */
export interface CgoModule {
  /** What building it asks for, in words. */
  readonly needs: string;
  /** Beside gcc and the headers of libc: packages of Alpine. */
  readonly asks: readonly string[];
  /** Without cgo: `stub` builds and fails when it is used, `fails` does not build, `part`: only some of its packages need cgo. */
  readonly off: 'stub' | 'fails' | 'part';
}

/**
 * Modules with `import "C"`, by path without a major version's suffix. Seen in the newest release that the module proxy served on 2026-11-24, but for those that it did not
 * (go-duckdb, go_ibm_db, wasmtime-go, v8go, wasmvm, git2go, imagick), which stand as the reference has them.
 */
export const cgoModules: ReadonlyMap<string, CgoModule> = new Map<string, CgoModule>([
  [
    'github.com/mattn/go-sqlite3',
    {
      needs: 'CGO_ENABLED=1 and a C compiler (Alpine: gcc musl-dev); without cgo it compiles to a stub that fails when it is opened',
      asks: [],
      off: 'stub',
    },
  ],
  [
    'github.com/confluentinc/confluent-kafka-go',
    {
      needs: 'CGO_ENABLED=1, a C compiler, and -tags musl on musl: its librdkafka archives are built per C library',
      asks: [],
      off: 'fails',
    },
  ],
  [
    'github.com/duckdb/duckdb-go',
    { needs: 'CGO_ENABLED=1 and a C++ compiler; its static libraries are built for glibc', asks: ['g++'], off: 'fails' },
  ],
  [
    'github.com/marcboeker/go-duckdb',
    { needs: 'CGO_ENABLED=1 and a C++ compiler; its static libraries are built for glibc', asks: ['g++'], off: 'fails' },
  ],
  [
    'github.com/godror/godror',
    { needs: 'CGO_ENABLED=1, a C compiler, and the Oracle client (glibc only) when it runs', asks: [], off: 'fails' },
  ],
  ['github.com/ibmdb/go_ibm_db', { needs: 'CGO_ENABLED=1, a C compiler, and the DB2 client (glibc only)', asks: [], off: 'fails' }],
  [
    'github.com/h2non/bimg',
    { needs: 'CGO_ENABLED=1, a C compiler and libvips (Alpine: vips-dev)', asks: ['vips-dev', 'pkgconf'], off: 'fails' },
  ],
  [
    'github.com/davidbyttow/govips',
    { needs: 'CGO_ENABLED=1, a C compiler and libvips (Alpine: vips-dev)', asks: ['vips-dev', 'pkgconf'], off: 'fails' },
  ],
  ['github.com/valyala/gozstd', { needs: 'CGO_ENABLED=1 and a C compiler', asks: [], off: 'fails' }],
  ['github.com/DataDog/zstd', { needs: 'CGO_ENABLED=1 and a C compiler', asks: [], off: 'part' }],
  [
    'github.com/linxGnu/grocksdb',
    { needs: 'CGO_ENABLED=1, a C++ compiler and RocksDB (Alpine: rocksdb-dev)', asks: ['g++', 'rocksdb-dev'], off: 'fails' },
  ],
  [
    'github.com/tecbot/gorocksdb',
    { needs: 'CGO_ENABLED=1, a C++ compiler and RocksDB (Alpine: rocksdb-dev)', asks: ['g++', 'rocksdb-dev'], off: 'fails' },
  ],
  [
    'github.com/bytecodealliance/wasmtime-go',
    { needs: 'CGO_ENABLED=1, a C compiler; its static library is built for glibc', asks: [], off: 'fails' },
  ],
  [
    'github.com/google/gopacket',
    { needs: 'CGO_ENABLED=1, a C compiler and libpcap where its pcap package is used (Alpine: libpcap-dev)', asks: [], off: 'part' },
  ],
  ['github.com/miekg/pkcs11', { needs: 'CGO_ENABLED=1 and a C compiler', asks: [], off: 'fails' }],
  ['github.com/tree-sitter/go-tree-sitter', { needs: 'CGO_ENABLED=1 and a C compiler', asks: [], off: 'fails' }],
  ['github.com/smacker/go-tree-sitter', { needs: 'CGO_ENABLED=1 and a C compiler', asks: [], off: 'fails' }],
  ['rogchap.com/v8go', { needs: 'CGO_ENABLED=1 and a C++ compiler; its V8 is built for glibc', asks: ['g++'], off: 'fails' }],
  [
    'github.com/CosmWasm/wasmvm',
    {
      needs: 'CGO_ENABLED=1, a C compiler, and its libwasmvm: the shared one for glibc, the static one (-tags muslc) for musl',
      asks: [],
      off: 'part',
    },
  ],
  [
    'github.com/libgit2/git2go',
    { needs: 'CGO_ENABLED=1, a C compiler and libgit2 (Alpine: libgit2-dev)', asks: ['libgit2-dev', 'pkgconf'], off: 'fails' },
  ],
  ['github.com/mattn/go-oci8', { needs: 'CGO_ENABLED=1, a C compiler, and the Oracle client (glibc only)', asks: [], off: 'fails' }],
  [
    'gopkg.in/gographics/imagick.v3',
    { needs: 'CGO_ENABLED=1, a C compiler and ImageMagick (Alpine: imagemagick-dev)', asks: ['imagemagick-dev', 'pkgconf'], off: 'fails' },
  ],
  ['github.com/mutecomm/go-sqlcipher', { needs: 'CGO_ENABLED=1 and a C compiler', asks: [], off: 'stub' }],
  ['github.com/pganalyze/pg_query_go', { needs: 'CGO_ENABLED=1 and a C compiler', asks: [], off: 'fails' }],
  ['github.com/supranational/blst', { needs: 'CGO_ENABLED=1 and a C compiler', asks: [], off: 'fails' }],
  ['github.com/chai2010/webp', { needs: 'CGO_ENABLED=1 and a C compiler', asks: [], off: 'fails' }],
  [
    'github.com/pebbe/zmq4',
    { needs: 'CGO_ENABLED=1, a C compiler and ZeroMQ (Alpine: zeromq-dev)', asks: ['zeromq-dev', 'pkgconf'], off: 'fails' },
  ],
  [
    'gocv.io/x/gocv',
    { needs: 'CGO_ENABLED=1, a C++ compiler and OpenCV (Alpine: opencv-dev)', asks: ['g++', 'opencv-dev', 'pkgconf'], off: 'fails' },
  ],
  [
    'github.com/otiai10/gosseract',
    { needs: 'CGO_ENABLED=1, a C++ compiler and Tesseract (Alpine: tesseract-ocr-dev)', asks: ['g++', 'tesseract-ocr-dev'], off: 'fails' },
  ],
  [
    'github.com/seccomp/libseccomp-golang',
    { needs: 'CGO_ENABLED=1, a C compiler and libseccomp (Alpine: libseccomp-dev)', asks: ['libseccomp-dev', 'pkgconf'], off: 'fails' },
  ],
  [
    'github.com/veandco/go-sdl2',
    { needs: 'CGO_ENABLED=1, a C compiler and SDL (Alpine: sdl2-dev)', asks: ['sdl2-dev', 'pkgconf'], off: 'fails' },
  ],
]);
