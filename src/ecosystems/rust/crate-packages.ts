import type { LockedPackage, Lockfile } from '../../formats/text/lockfiles/lockfile.ts';

/** What one crate of a lock asks of the system beside a linker. */
export interface CrateAsk {
  readonly name: string;
  readonly version: string | null;
  /** Packages of Alpine. */
  readonly asks: readonly string[];
  /** Only of a static program, which Rust makes on musl. */
  readonly asksStatic: readonly string[];
  /** What the build says where it is missing. */
  readonly symptom: string;
  /** The crate asks for it on Linux whenever it is built; else a feature or an installed library may spare it. */
  readonly always: boolean;
}

/**
 * What the crates of Cargo.lock ask for. The lock names optional dependencies only where a feature turns them on, so that an edge tells which way a crate goes: openssl-src
 * beside openssl-sys is its feature `vendored`, cc under libsqlite3-sys its `bundled` (build.rs of each crate).
 */
export function crateAsks({ packages }: Lockfile): readonly CrateAsk[] {
  const names = new Set(packages.map(({ name }) => name));
  return packages.flatMap((each): readonly CrateAsk[] => {
    const edges = new Set(each.edges.map(({ name }) => name));
    const found = asksOf(each, edges, names);
    if (found === null) return [];
    return [{ name: each.name, version: each.version, asksStatic: [], symptom: '', always: true, ...found }];
  });
}

type Found = Pick<CrateAsk, 'asks'> & Partial<CrateAsk>;

function asksOf({ name, source }: LockedPackage, edges: ReadonlySet<string>, names: ReadonlySet<string>): Found | null {
  const own = known[name]?.(edges, names);
  if (own !== undefined) return own;
  if (source === 'project' && ['prost-build', 'tonic-build', 'tonic-prost-build'].some((each) => edges.has(each))) {
    const brought = ['protoc-bin-vendored', 'protobuf-src', 'protox', 'protoc-prebuilt'].some((each) => names.has(each));
    return brought ? null : { asks: ['protoc'], symptom: 'Could not find `protoc`', always: false };
  }
  if (source === 'project') return null;
  if (edges.has('bindgen')) return { ...libclang, always: false };
  return edges.has('cmake') && !withoutCmake.has(name) ? { ...cmake, always: false } : null;
}

const libclang: Found = { asks: ['clang-dev'], symptom: 'Unable to find libclang' };
const cmake: Found = { asks: ['cmake', 'make'], symptom: 'is `cmake` not installed?' };
const nothing = (): null => null;
/** They name the crate cmake and do without it on usual targets. */
const withoutCmake: ReadonlySet<string> = new Set(['aws-lc-sys', 'openssl-src', 'libmimalloc-sys']);

type Ask = (edges: ReadonlySet<string>, names: ReadonlySet<string>) => Found | null;

/** Looked for through pkg-config; nothing is compiled instead. */
const system =
  (library: string, ...more: readonly string[]): Ask =>
  () => ({ asks: [library, 'pkgconf', ...more], symptom: `pkg-config: Package ${library.replace(/-dev$/, '')} was not found` });

const known: Readonly<Record<string, Ask | undefined>> = {
  'openssl-sys': (_, names) =>
    names.has('openssl-src')
      ? { asks: ['perl', 'make'], symptom: 'openssl-src: Command "perl" or "make" not found' }
      : {
          asks: ['openssl-dev', 'pkgconf'],
          asksStatic: ['openssl-libs-static'],
          symptom: 'Could not find directory of OpenSSL installation',
        },
  'libsqlite3-sys': (edges) =>
    edges.has('cc') ? null : { asks: ['sqlite-dev', 'pkgconf'], asksStatic: ['sqlite-static'], symptom: 'cannot find -lsqlite3' },
  'pq-sys': (_, names) => (names.has('pq-src') ? null : { asks: ['libpq-dev'], symptom: 'cannot find -lpq' }),
  'mysqlclient-sys': (_, names) =>
    names.has('mysqlclient-src') ? { ...cmake } : { asks: ['mariadb-connector-c-dev', 'pkgconf'], symptom: 'cannot find -lmysqlclient' },
  'rdkafka-sys': (edges) =>
    edges.has('cmake') ? { ...cmake, asks: ['cmake', 'make', 'g++'] } : { asks: ['make', 'g++', 'bash'], symptom: 'make: not found' },
  'librocksdb-sys': () => ({ asks: ['clang-dev', 'g++'], symptom: 'Unable to find libclang' }),
  'tikv-jemalloc-sys': () => ({ asks: ['make'], symptom: 'failed to execute command: make' }),
  'jemalloc-sys': () => ({ asks: ['make'], symptom: 'failed to execute command: make' }),
  'libdbus-sys': (edges) => (edges.has('cc') ? null : system('dbus-dev')(edges, edges)),
  'alsa-sys': system('alsa-lib-dev'),
  'libudev-sys': system('eudev-dev'),
  'yeslogic-fontconfig-sys': system('fontconfig-dev'),
  'glib-sys': system('glib-dev'),
  'cairo-sys-rs': system('cairo-dev'),
  'pango-sys': system('pango-dev'),
  'gtk-sys': system('gtk+3.0-dev'),
  'gtk4-sys': system('gtk4.0-dev'),
  'ffmpeg-sys-next': system('ffmpeg-dev', 'clang-dev'),
  'tesseract-sys': system('tesseract-ocr-dev', 'clang-dev'),
  libvips: system('vips-dev'),
  magick_rust: system('imagemagick-dev', 'clang-dev'),
  'grpcio-sys': () => ({ asks: ['cmake', 'make', 'g++'], symptom: 'is `cmake` not installed?' }),
  'libz-ng-sys': () => cmake,
  audiopus_sys: () => ({ ...cmake, always: false }),
  // They take an installed library or compile their own with the C compiler that the linker needs anyhow.
  'libz-sys': nothing,
  'libgit2-sys': nothing,
  'libssh2-sys': nothing,
  'zstd-sys': nothing,
  'bzip2-sys': nothing,
  'lzma-sys': nothing,
  'liblzma-sys': nothing,
  onig_sys: nothing,
  'curl-sys': nothing,
  'libusb1-sys': nothing,
};
