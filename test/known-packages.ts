import { readFileSync } from 'node:fs';

/** A row of `data/known-packages/expected.tsv`; empty where the table says nothing. */
export interface KnownRow {
  readonly lock: string;
  readonly name: string;
  readonly version: string;
  readonly musl: string;
  readonly muslArm: string;
  readonly glibc: string;
  readonly floor: string;
  readonly onlineMusl: string;
  readonly onlineMuslArm: string;
  readonly onlineGlibc: string;
}

export const knownLocks = [
  { folder: 'python', file: 'uv.lock', runtime: 'cpython@3.13' },
  { folder: 'poetry', file: 'poetry.lock', runtime: 'cpython@3.13' },
  { folder: 'python-ml', file: 'uv.lock', runtime: 'cpython@3.13' },
  { folder: 'python-3.11', file: 'uv.lock', runtime: 'cpython@3.11' },
  { folder: 'node', file: 'package-lock.json', runtime: 'node@24' },
  { folder: 'go', file: 'go.mod', runtime: 'go@1.26' },
  { folder: 'maven', file: 'pom.xml', runtime: 'java@21' },
  { folder: 'cargo', file: 'Cargo.lock', runtime: 'rust@1.90' },
] as const;

export function knownRows(lock: string): readonly KnownRow[] {
  const text = readFileSync(new URL('data/known-packages/expected.tsv', import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [folder = '', name = '', version = '', musl = '', muslArm = '', glibc = '', floor = '', ...online] = line.split('\t');
      const [onlineMusl = '', onlineMuslArm = '', onlineGlibc = ''] = online;
      return { lock: folder, name, version, musl, muslArm, glibc, floor, onlineMusl, onlineMuslArm, onlineGlibc };
    })
    .filter((row) => row.lock === lock);
}
