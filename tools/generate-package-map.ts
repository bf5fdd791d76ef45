import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { alpineNames } from './package-map/alpine-names.ts';
import { debianIndex } from './package-map/debian-index.ts';
import type { DebianIndex } from './package-map/debian-index.ts';
import { corrections, handRows } from './package-map/hand-rows.ts';
import type { HandRow } from './package-map/hand-rows.ts';
import { packNames } from './package-map/pack-names.ts';
import { reverseRows } from './package-map/reverse-rows.ts';

/**
 * Makes `data/debian-names.json`, every name that apt can install from a release's main index, and `data/package-map.json` from the research table `apk-to-apt.tsv` (in the kits' `data/`) and the hand rows. Every Debian name is looked up in the
 * release's own index, loaded with apt at that moment: a name that is not there is left out of its release, never guessed. Needs apt and a mirror.
 *
 *   node tools/generate-package-map.ts [FOLDER_WITH_THE_TSV] [--apk-index APKINDEX.tar.gz]
 *
 * With an index of Alpine (the one of 3.17's main lies in github.com/chainguard-dev/apko, pkg/apk/apk/testdata/alpine-317) `data/alpine-names.json` is made, too.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'apk-index': { type: 'string' } } });
const kits = positionals[0] ?? join(process.env['BASEWISE_KITS'] ?? '../shared', 'data');
const folder = mkdtempSync(join(tmpdir(), 'basewise-package-map-'));
try {
  const indexes = [debianIndex('12', 'bookworm', folder), debianIndex('13', 'trixie', folder)];
  const rows = [...handWritten(indexes, corrections), ...tableRows(indexes), ...handWritten(indexes, handRows)].filter(
    (row, at, all) => all.findIndex(({ apk }) => apk === row.apk) === at,
  );
  const text = {
    about: 'apk to Debian package names; each Debian name was found in the index of its release when this file was made',
    generator: 'tools/generate-package-map.ts',
    source: 'apk-to-apt.tsv (APKINDEX provides joined with Debian Contents, name rules, hand decisions) and tools/package-map/hand-rows.ts',
    indexes: indexes.map(({ release, date, names }) => ({ release, date, packages: names.size })),
    required: Object.fromEntries(indexes.map(({ release, required }) => [release, [...required].sort()])),
    needs: Object.fromEntries(indexes.map((index) => [index.release, neededNames(index, rows)])),
    reverse: reverseRows,
    rows: rows.sort((a, b) => (a.apk < b.apk ? -1 : 1)),
  };
  writeFileSync('data/package-map.json', `${JSON.stringify(text, null, 1)}\n`);
  writeFileSync('data/debian-names.json', `${JSON.stringify(packNames(indexes), null, 1)}\n`);
  if (values['apk-index'] !== undefined) writeAlpineNames(values['apk-index']);
  process.stdout.write(`${rows.length} rows; Debian ${indexes.map(({ release, date }) => `${release} of ${date}`).join(', ')}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function writeAlpineNames(archive: string): void {
  const { description, names } = alpineNames(archive);
  const about = 'names of binary packages in one real index of Alpine; the community repository is not in it';
  const source = `APKINDEX of ${description}, from github.com/chainguard-dev/apko pkg/apk/apk/testdata/alpine-317`;
  writeFileSync(
    'data/alpine-names.json',
    `${JSON.stringify({ about, generator: 'tools/generate-package-map.ts', source, names: names.join(' ') }, null, 1)}\n`,
  );
}

interface Row {
  readonly apk: string;
  readonly action: string;
  readonly debian: Readonly<Record<string, readonly string[]>>;
  readonly wolfi?: string;
  readonly dnf?: readonly string[];
  readonly uses: number;
  readonly method: string;
  readonly note?: string;
}

function tableRows(indexes: readonly DebianIndex[]): readonly Row[] {
  const lines = readFileSync(join(kits, 'apk-to-apt.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('apk\t'));
  return lines.map((line): Row => {
    const [
      apk = '',
      ,
      files = '0',
      action = '',
      debian12 = '',
      ,
      debian13 = '',
      ,
      method = '',
      wolfi = '',
      inTree = '',
      dnf = '',
      note = '',
    ] = line.split('\t');
    const debian = Object.fromEntries(
      indexes.map((index) => [index.release, verified(index, (index.release === '12' ? debian12 : debian13).split(' '))]),
    );
    const dnfNames = /^\(|^$/.test(dnf) ? [] : (dnf.split(/ or /)[0]?.split(/[; ]+/) ?? []);
    return {
      apk,
      action,
      debian,
      ...(inTree.startsWith('yes') && !wolfi.startsWith('(') ? { wolfi } : {}),
      ...(dnfNames.length === 0 || action === 'no-equivalent' ? {} : { dnf: dnfNames }),
      uses: Number(files),
      method,
      ...(note === '' ? {} : { note }),
    };
  });
}

/** Of the names in the rows: which others each needs, itself or through what it needs. What every image has is left out. */
function neededNames({ release, depends, required }: DebianIndex, rows: readonly Row[]): Readonly<Record<string, string>> {
  const written = new Set(rows.flatMap(({ debian }) => debian[release] ?? []));
  return Object.fromEntries(
    [...written].sort().flatMap((name): readonly (readonly [string, string])[] => {
      const reached = new Set<string>();
      const open = [name];
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        for (const next of depends.get(at) ?? []) {
          if (reached.has(next) || required.has(next)) continue;
          reached.add(next);
          open.push(next);
        }
      }
      const found = [...reached].filter((each) => each !== name && written.has(each)).sort();
      return found.length === 0 ? [] : [[name, found.join(' ')]];
    }),
  );
}

function handWritten(indexes: readonly DebianIndex[], written: readonly HandRow[]): readonly Row[] {
  return written
    .map(({ apk, debian, action, note }): Row => {
      const found = indexes.map((index) => [index.release, debian.filter((name) => exists(index, name)).slice(0, 1)] as const);
      return { apk, action, debian: Object.fromEntries(found), uses: 0, method: 'hand', ...(note === '' ? {} : { note }) };
    })
    .filter(
      ({ action, debian }) =>
        action === 'not-needed' || action === 'no-equivalent' || Object.values(debian).some((names) => names.length > 0),
    );
}

/** All or nothing: half of a replacement would be a silent loss. */
function verified(index: DebianIndex, names: readonly string[]): readonly string[] {
  const wanted = names.filter((name) => name !== '');
  return wanted.every((name) => exists(index, name)) ? wanted : [];
}

function exists({ names, provided }: DebianIndex, name: string): boolean {
  return names.has(name) || provided.has(name);
}
