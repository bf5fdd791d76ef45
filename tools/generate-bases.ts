/**
 * Rebuilds data/bases.json and data/bases-tag-history.json from the kit of facts (`BASEWISE_KITS` or ../shared: data/base-images.json,
 * data/official-tag-history.json). data/bases-images.json is written by hand and only read by the catalogue.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

type Json = Readonly<Record<string, unknown>>;

const kits = resolve(import.meta.dirname, '..', process.env['BASEWISE_KITS'] ?? '../shared');
const out = resolve(import.meta.dirname, '../data');
const generator = 'tools/generate-bases.ts';

const bases = readJson('base-images.json');
const history = readJson('official-tag-history.json');
writeJson('bases.json', {
  source:
    'data/base-images.json of the kit: endoflife-date, docker-library/repo-info, official-images, measured root file systems (each family and size names its own)',
  date: text(bases['generated']),
  generator,
  families: list(bases['families']).map(family),
  images: list(bases['sizes_amd64']).map(imageSize),
});
writeJson('bases-tag-history.json', {
  source: text(history['about']),
  date: '2026-08-21',
  generator,
  images: mapValues(object(history['images']), ({ floating, by_suffix: suffixes }) => ({
    floating: mapValues(object(floating), (timeline) => rows(timeline)),
    exact: ranges(object(suffixes), 'exact'),
    series: ranges(object(suffixes), 'series'),
  })),
});

function family(entry: Json): Json {
  const { id, name, publisher, libc, install, cadence, licence, source } = entry;
  return {
    id,
    name,
    publisher,
    references: entry['refs'],
    osReleaseIds: entry['os_release_id'],
    libc: libc ?? 'none',
    packageManager: entry['package_manager'],
    shell: entry['shell'] === false ? null : entry['shell'],
    defaultUser: entry['default_user'],
    caCertificates: yesNo(entry['ca_certs']),
    timeZones: yesNo(entry['tzdata']),
    locales: entry['locales'] ?? null,
    architectures: Array.isArray(entry['arches']) ? { '*': entry['arches'] } : (entry['arches'] ?? {}),
    install: install ?? null,
    addUser: entry['add_user'] ?? null,
    rolling: yesNo(entry['rolling']),
    cadence: cadence ?? null,
    licence: licence ?? null,
    missing: entry['missing'] ?? [],
    debugging: entry['debug'] ?? null,
    notes: ['slim', 'icu', 'contents', 'size', 'sizes_note', 'notes'].flatMap((key) =>
      entry[key] === undefined ? [] : [`${key}: ${plain(entry[key])}`],
    ),
    source: source ?? null,
    releases: list(entry['releases']).map(release),
  };
}

/** Facts that only one family has stay under their own name in `extra`. */
function release(entry: Json): Json {
  const known = new Set([
    'release',
    'libc_version',
    'released',
    'end_of_support',
    'codename',
    'libc_package',
    'musl_package',
    'notes',
    'evidence',
    'support',
    'lts_until',
    'esm_until',
    'security_team_until',
  ]);
  const extra = Object.entries(entry).filter(
    ([key, value]) => !known.has(key) && !/size|bytes|_mb$|supported_on/.test(key) && value !== null,
  );
  const libcVersion = /^\d[\w.]*/.exec(text(entry['libc_version']))?.[0] ?? null;
  return {
    release: entry['release'],
    codename: entry['codename'] ?? null,
    libcVersion,
    libcStatic: text(entry['libc_version']).includes('static'),
    libcPackage: entry['musl_package'] ?? entry['libc_package'] ?? null,
    released: entry['released'],
    supportEnds: entry['end_of_support'],
    extendedSupport: ['security_team_until', 'lts_until', 'esm_until', 'support'].flatMap((key) =>
      entry[key] === undefined ? [] : [`${key}: ${plain(entry[key])}`],
    ),
    notes: entry['notes'] ?? null,
    evidence: entry['evidence'] ?? null,
    sizes: sizes(entry),
    extra: Object.fromEntries(extra),
  };
}

function sizes(entry: Json): readonly Json[] {
  const shapes = [
    ['', 'size_compressed_bytes', 'size_uncompressed_mb'],
    ['', 'compressed_bytes', 'uncompressed_mb'],
    ['slim', 'slim_compressed_bytes', 'slim_uncompressed_mb'],
    ['full', 'full_compressed_bytes', 'full_uncompressed_mb'],
  ] as const;
  return shapes.flatMap(([variant, compressed, onDisk]) => {
    const bytes = number(entry[compressed]);
    const megabytes = number(entry[onDisk]) ?? (variant === '' && compressed === 'compressed_bytes' ? tarMegabytes(entry) : null);
    if (bytes === null && megabytes === null) return [];
    return [
      {
        variant,
        compressedBytes: bytes,
        onDiskMegabytes: megabytes,
        date: entry['size_date'] ?? '2026-07-27',
        source:
          entry['size_source'] ??
          (entry['tar_bytes'] === undefined ? 'docker-library/repo-info' : 'measured from docker-library/busybox dist-amd64'),
      },
    ];
  });
}

function tarMegabytes(entry: Json): number | null {
  const bytes = number(entry['tar_bytes']);
  return bytes === null ? null : Math.round(bytes / 10_000) / 100;
}

function imageSize(entry: Json): Json {
  const { image, date, source } = entry;
  return { image, compressedBytes: entry['compressed_bytes'] ?? null, onDiskMegabytes: entry['uncompressed_mb'] ?? null, date, source };
}

function ranges(suffixes: Readonly<Record<string, Json>>, kind: 'exact' | 'series'): Json {
  const found = Object.entries(suffixes).flatMap(([suffix, kinds]) =>
    kinds[kind] === undefined ? [] : [[suffix === '(none)' ? '' : suffix, rows(kinds[kind])] as const],
  );
  return Object.fromEntries(found);
}

/** `[["16","16.20","debian:10"],…]` as `16 16.20 debian:10;…`: a third of the size, and one type. */
function rows(value: unknown): string {
  return (Array.isArray(value) ? value : []).map((row: unknown) => (Array.isArray(row) ? row.join(' ') : '')).join(';');
}

function yesNo(value: unknown): string {
  return value === true ? 'yes' : value === false ? 'no' : value === undefined || value === null ? 'unknown' : text(value);
}

function plain(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, part]) => `${key}: ${Array.isArray(part) ? part.join(', ') : String(part)}`)
    .join('; ');
}

function readJson(name: string): Json {
  return object(JSON.parse(readFileSync(join(kits, 'data', name), 'utf8')));
}

function writeJson(name: string, value: Json): void {
  writeFileSync(join(out, name), `${JSON.stringify(value, null, 1)}\n`);
}

function object<Value = unknown>(value: unknown): Readonly<Record<string, Value>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('an object was expected');
  return value as Readonly<Record<string, Value>>;
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map((entry: unknown) => object(entry)) : [];
}

function mapValues<Result>(values: Readonly<Record<string, unknown>>, change: (value: Json) => Result): Readonly<Record<string, Result>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value as Json)]));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
