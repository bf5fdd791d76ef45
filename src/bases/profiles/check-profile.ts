import type { Profile } from './profile.ts';

type Check = (value: unknown) => boolean;

/**
 * Whether a value that came out of a file is a profile: every field that is read from it has its type, and a second name leads to a file. What its texts say is
 * for their own readers to judge.
 */
export function isProfile(value: unknown): value is Profile {
  if (!profile(value)) return false;
  const { files } = value as Profile;
  const whole = new Set(files.filter(({ same }) => same === undefined).map(({ path }) => path));
  return files.every(({ same }) => same === undefined || whole.has(same));
}

const text: Check = (value) => typeof value === 'string';
const count: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const flag: Check = (value) => typeof value === 'boolean';
const path: Check = (value) => typeof value === 'string' && /^\/[^\0]/.test(value) && !/\/(\.{1,2})?(\/|$)/.test(value);
/** A 64-bit number. */
const wide: Check = (value) => typeof value === 'string' && /^\d{1,20}$/.test(value);
const one =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const list =
  (item: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(item);
const table =
  (key: Check, item: Check): Check =>
  (value) =>
    isRecord(value) && Object.entries(value).every(([name, each]) => key(name) && item(each));
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const record =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isRecord(value) && Object.entries(fields).every(([name, check]) => check(value[name]));

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const libcMarks = record({
  musl: maybe(record({ version: text, lfs64Remap: flag })),
  glibc: maybe(record({ version: maybe(text), banner: maybe(text), systemDirectories: list(text) })),
  gcompatStub: maybe(flag),
});

const segment: Check = (value) =>
  Array.isArray(value) && value.length === 7 && value.every((each, at) => (at === 3 ? wide(each) : count(each)));

const dynamic = record({
  needed: list(text),
  soname: maybe(text),
  rpath: maybe(text),
  runpath: maybe(text),
  flags: count,
  flags1: count,
  bindNow: flag,
  symbolic: flag,
  textRelocations: flag,
  auxiliary: list(text),
  filter: list(text),
  hash: flag,
  gnuHash: flag,
  versym: flag,
});

const elf = record({
  class: one(32, 64),
  endian: one('little', 'big'),
  machine: count,
  type: count,
  osabi: count,
  abiVersion: count,
  flags: count,
  entry: wide,
  size: count,
  interpreter: maybe(text),
  segments: list(segment),
  dynamic: maybe(dynamic),
  needs: maybe(list(record({ file: text, versions: list(record({ name: text, index: count, weak: flag })) }))),
  defines: maybe(list(record({ name: text, index: count, base: flag, weak: flag, parents: list(text) }))),
  tls: maybe(record({ size: count, align: count })),
  stack: maybe(record({ flags: count, size: count })),
  kernel: maybe(text),
  relr: maybe(count),
  libc: maybe(libcMarks),
  staticLibc: maybe(one('musl', 'glibc')),
  exports: table((key) => /^\d+(,\d+){4}$/.test(String(key)), text),
});

const file = record({
  path,
  mode: maybe(count),
  elf: maybe(elf),
  text: maybe(text),
  bytes: maybe(text),
  same: maybe(path),
  owner: maybe(count),
});

const libc = record({
  family: one('musl', 'glibc'),
  version: orNull(text),
  path,
  loaders: list(path),
  class: one(32, 64),
  machine: count,
  package: maybe(record({ name: text, version: text })),
  banner: maybe(text),
  library: maybe(path),
  capabilities: isRecord,
});

const program = record({ name: text, path, file: path });

const base = record({
  distribution: orNull(text),
  release: orNull(text),
  codename: maybe(text),
  prettyName: maybe(text),
  like: list(text),
  flavour: orNull(text),
  libc: orNull(libc),
  libcs: list(libc),
  gcompatStubs: list(text),
  databases: list(record({ kind: text, path: text, packages: count })),
  packages: list(record({ name: text, version: text, database: text })),
  packageManagers: list(program),
  apkRepositories: Array.isArray,
  shells: list(program),
  busybox: orNull(isRecord),
  users: list(isRecord),
  groups: list(isRecord),
  user: isRecord,
  caCertificates: isRecord,
  timeZones: isRecord,
  locales: list(text),
  nsswitch: flag,
  privileged: list(isRecord),
  missing: list(text),
  unknown: list(record({ what: text, why: text })),
});

const profile = record({
  schema: one('basewise-profile/1'),
  name: text,
  platform: text,
  kind: one('measured', 'derived'),
  source: text,
  date: text,
  base,
  folders: list(path),
  links: table(path, text),
  files: list(file),
});
