/** Modules whose main package has `import "C"`, with what building them asks for (native-dependencies.md 4.3). By path without a major version's suffix. */
export const cgoModules: ReadonlyMap<string, string> = new Map([
  [
    'github.com/mattn/go-sqlite3',
    'CGO_ENABLED=1 and a C compiler (Alpine: gcc musl-dev); without cgo it compiles to a stub that fails when it is opened',
  ],
  [
    'github.com/confluentinc/confluent-kafka-go',
    'CGO_ENABLED=1, a C compiler, and -tags musl on musl: its librdkafka archives are built per C library',
  ],
  ['github.com/duckdb/duckdb-go', 'CGO_ENABLED=1 and a C++ compiler; its static libraries are built for glibc'],
  ['github.com/marcboeker/go-duckdb', 'CGO_ENABLED=1 and a C++ compiler; its static libraries are built for glibc'],
  ['github.com/godror/godror', 'CGO_ENABLED=1, a C compiler, and the Oracle client (glibc only) when it runs'],
  ['github.com/ibmdb/go_ibm_db', 'CGO_ENABLED=1, a C compiler, and the DB2 client (glibc only)'],
  ['github.com/h2non/bimg', 'CGO_ENABLED=1, a C compiler and libvips (Alpine: vips-dev)'],
  ['github.com/davidbyttow/govips', 'CGO_ENABLED=1, a C compiler and libvips (Alpine: vips-dev)'],
  ['github.com/valyala/gozstd', 'CGO_ENABLED=1 and a C compiler'],
  ['github.com/DataDog/zstd', 'CGO_ENABLED=1 and a C compiler'],
  ['github.com/linxGnu/grocksdb', 'CGO_ENABLED=1, a C++ compiler and RocksDB (Alpine: rocksdb-dev)'],
  ['github.com/tecbot/gorocksdb', 'CGO_ENABLED=1, a C++ compiler and RocksDB (Alpine: rocksdb-dev)'],
  ['github.com/bytecodealliance/wasmtime-go', 'CGO_ENABLED=1, a C compiler; its static library is built for glibc'],
  ['github.com/google/gopacket', 'CGO_ENABLED=1, a C compiler and libpcap where its pcap package is used (Alpine: libpcap-dev)'],
  ['github.com/miekg/pkcs11', 'CGO_ENABLED=1 and a C compiler'],
  ['github.com/tree-sitter/go-tree-sitter', 'CGO_ENABLED=1 and a C compiler'],
  ['github.com/smacker/go-tree-sitter', 'CGO_ENABLED=1 and a C compiler'],
  ['rogchap.com/v8go', 'CGO_ENABLED=1 and a C++ compiler; its V8 is built for glibc'],
  [
    'github.com/CosmWasm/wasmvm',
    'CGO_ENABLED=1, a C compiler, and its libwasmvm: the shared one for glibc, the static one (-tags muslc) for musl',
  ],
  ['github.com/libgit2/git2go', 'CGO_ENABLED=1, a C compiler and libgit2 (Alpine: libgit2-dev)'],
  ['github.com/mattn/go-oci8', 'CGO_ENABLED=1, a C compiler, and the Oracle client (glibc only)'],
  ['gopkg.in/gographics/imagick.v3', 'CGO_ENABLED=1, a C compiler and ImageMagick (Alpine: imagemagick-dev)'],
]);
