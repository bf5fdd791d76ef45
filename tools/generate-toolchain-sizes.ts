/**
 * node tools/generate-toolchain-sizes.ts APKINDEX-3.17=FILE…: installed sizes of compilers and headers with all that they pull in, from package indexes: Debian's
 * through apt, Alpine's from files that are named (`3.17=FILE`; the two in chainguard-dev/apko under pkg/apk/apk/testdata are of 3.16 and 3.17, main).
 */
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRows } from '../src/bases/package-names/package-table.ts';
import { closureOf, readApkIndex, readDebianPackages } from './native-packages/package-closure.ts';
import type { IndexedPackage } from './native-packages/package-closure.ts';
import { debianPackages } from './package-map/debian-index.ts';

interface HandRow {
  readonly needs?: readonly string[];
}

const rows: { readonly packages: readonly HandRow[] } = JSON.parse(readFileSync('tools/native-packages/rows.json', 'utf8'));
const usual = [
  'build-base',
  'alpine-sdk',
  'gcc',
  'g++',
  'gfortran',
  'make',
  'cmake',
  'musl-dev',
  'linux-headers',
  'python3-dev',
  'python3',
  'cargo',
  'rust',
  'go',
  'git',
  'perl',
  'clang',
  'pkgconf',
  'openssl-dev',
  'libffi-dev',
  'zlib-dev',
  'libpq-dev',
  'mariadb-dev',
  'autoconf',
  'automake',
  'libtool',
  'meson',
  'samurai',
  'swig',
];
const wanted = [...new Set([...usual, ...rows.packages.flatMap(({ needs }) => needs ?? [])])].toSorted();
const folder = mkdtempSync(join(tmpdir(), 'basewise-sizes-'));
const bases: object[] = [];

for (const word of process.argv.slice(2)) {
  const [release = '', file = ''] = word.split('=');
  const index = readApkIndex(readFileSync(file, 'utf8'));
  const inBase = closure(
    ['alpine-baselayout', 'alpine-keys', 'apk-tools', 'busybox', 'musl-utils', 'ssl_client', 'libc-utils'],
    index,
    new Set(),
  );
  bases.push({ family: 'alpine', release, index: `main index, ${index.length} packages`, ...measure(wanted, index, inBase) });
}
for (const [release, suite] of Object.entries({ '11': 'bullseye', '12': 'bookworm', '13': 'trixie' })) {
  const { text, date } = debianPackages(suite, folder);
  const index = readDebianPackages(text);
  const essential = new Set(
    text
      .split('\n\n')
      .flatMap((stanza) => (/^Priority: required$|^Essential: yes$/m.test(stanza) ? (/^Package: (\S+)$/m.exec(stanza)?.[1] ?? []) : [])),
  );
  const inBase = closure([...essential], index, new Set());
  const names = [...new Set(wanted.flatMap((apk) => packageRows.find((row) => row.apk === apk)?.debian[release] ?? []))].toSorted();
  bases.push({
    family: 'debian',
    release,
    index: `main index of ${date}`,
    ...measure([...names, 'python3-venv', 'libmariadb-dev-compat', 'default-libmysqlclient-dev', 'pkg-config'], index, inBase),
  });
}
rmSync(folder, { recursive: true });
const table = {
  source:
    "installed sizes and dependencies in package indexes: Debian's by apt; Alpine's 3.16 and 3.17 main for aarch64, as kept in github.com/chainguard-dev/apko (pkg/apk/apk/testdata), other machines differ by some MB",
  date: new Date().toISOString().slice(0, 10),
  generator: 'tools/generate-toolchain-sizes.ts',
  bases,
};
writeFileSync('data/toolchain-sizes.json', `${JSON.stringify(table)}\n`);

function closure(names: readonly string[], index: readonly IndexedPackage[], without: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(names.flatMap((name) => closureOf(name, index, without) ?? []).map(({ name }) => name));
}

/** What each package adds to the bare base: sizes in KiB of everything met, and of each wanted package which of them come along. */
function measure(names: readonly string[], index: readonly IndexedPackage[], inBase: ReadonlySet<string>) {
  const order: string[] = [];
  const sizes: number[] = [];
  const closures: Record<string, readonly number[]> = {};
  for (const name of names) {
    const found = closureOf(name, index, inBase);
    if (found === null) {
      console.log(`not in the index: ${name}`);
      continue;
    }
    closures[name] = found.map((each) => {
      const at = order.indexOf(each.name);
      if (at >= 0) return at;
      sizes.push(Math.round(each.size / 1024));
      return order.push(each.name) - 1;
    });
    console.log(`${name}: ${Math.round(found.reduce((sum, { size }) => sum + size, 0) / 1e6)} MB, ${found.length} packages`);
  }
  return { packages: order, kib: sizes, closures };
}
