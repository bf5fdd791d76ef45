import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run, site } from './build-root.ts';

/** What a suite's index says of one package, newest first where several versions stand in it. */
export interface IndexEntry {
  readonly name: string;
  readonly version: string;
  readonly field: (name: string) => string | undefined;
}

const indexes = new Map<string, string>();

/** A paragraph of `dists/SUITE/main/PATH/{Packages,Sources}.xz`. Throws where the suite has no such package. */
export function indexEntry(suite: string, index: string, name: string): IndexEntry {
  const key = `${suite}/main/${index}.xz`;
  const text = indexes.get(key) ?? run('sh', ['-ec', 'curl -fsS "$1/dists/$2" | xz -dc', 'sh', site(), key]);
  indexes.set(key, text);
  const entry = text.split('\n\n').findLast((paragraph) => paragraph.startsWith(`Package: ${name}\n`));
  if (entry === undefined) throw new Error(`${name} is not in ${key}`);
  const field = (wanted: string): string | undefined => new RegExp(`^${wanted}: (.*)$`, 'm').exec(entry)?.[1];
  return { name, version: field('Version') ?? '', field };
}

/** Unpacks the files of glibc's source that say its ABI; returns the folder. */
export function unpackGlibcSource(suite: string, work: string): { readonly folder: string; readonly version: string } {
  const { version, field } = indexEntry(suite, 'source/Sources', 'glibc');
  const upstream = version.replace(/-[^-]*$/, '');
  const tar = join(work, `glibc-${upstream}.tar.xz`);
  run('curl', ['-fsS', '-o', tar, `${site()}/${field('Directory') ?? 'pool/main/g/glibc'}/glibc_${upstream}.orig.tar.xz`]);
  run('tar', ['-xf', tar, '-C', work, '--wildcards', '*.abilist']);
  return { folder: join(work, `glibc-${upstream}`), version };
}

/** The `symbols` file of a binary package. */
export function packageSymbols(
  suite: string,
  architecture: string,
  name: string,
  work: string,
): { readonly text: string; readonly version: string } {
  const { version, field } = indexEntry(suite, `binary-${architecture}/Packages`, name);
  mkdirSync(work, { recursive: true });
  const deb = join(work, `${name}-${suite}-${architecture}.deb`);
  run('curl', ['-fsS', '-o', deb, `${site()}/${field('Filename') ?? ''}`]);
  return { text: run('sh', ['-ec', 'dpkg-deb --ctrl-tarfile "$1" | tar -xO ./symbols || true', 'sh', deb]), version };
}
