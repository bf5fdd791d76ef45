// node tools/generate-package-providers.ts: which package has which shared library, from Debian's indexes and the apk databases of the kits' Alpine roots.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { ProviderTable } from '../src/bases/profiles/package-providers.ts';
import { readPackages } from '../src/distro/packages/read-packages.ts';
import { readSubject } from '../src/subjects/read-subject.ts';
import { librariesOf } from './profiles/contents.ts';
import { sources } from './profiles/sources.ts';

const suites = { '11': 'bullseye', '12': 'bookworm', '13': 'trixie', sid: 'sid' } as const;
const kits = resolve(process.env['BASEWISE_KITS'] ?? '../shared');

const debian = Object.entries(suites).map(([release, suite]) => [release, byPackage(librariesOf(suite))] as const);
const alpine: (readonly [string, Readonly<Record<string, string>>])[] = [];
for (const source of sources) {
  if (source.from !== 'archive' || source.platform !== 'linux/amd64') continue;
  const { rootfs } = await readSubject(join(kits, 'images/roots', source.archive), { platform: { os: 'linux', architecture: 'amd64' } });
  const libraries = new Map<string, string>();
  for (const { name, provides } of readPackages(rootfs).packages)
    for (const each of provides) {
      const soname = /^so:([^=\s]+)/.exec(each)?.[1];
      if (soname !== undefined) libraries.set(soname, name);
    }
  alpine.push([source.name.slice('alpine:'.length), byPackage(libraries)]);
}
const table: ProviderTable = {
  schema: 'basewise-providers/1',
  source: 'Contents-amd64 of Debian bullseye, bookworm, trixie and sid (main); so: provides in the apk databases of Alpine roots',
  date: new Date().toISOString().slice(0, 10),
  releases: { debian: Object.fromEntries(debian), alpine: Object.fromEntries(alpine) },
};
const bytes = brotliCompressSync(JSON.stringify(table), {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
});
writeFileSync('data/profiles/package-providers.json.br', bytes);
for (const [distribution, releases] of Object.entries(table.releases))
  for (const [release, packages] of Object.entries(releases))
    console.log(`${distribution} ${release}: ${Object.keys(packages).length} packages`);
console.log(`${bytes.length} bytes`);

function byPackage(libraries: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const packages: Record<string, string[]> = {};
  for (const [soname, name] of libraries) (packages[name] ??= []).push(soname);
  const sorted = Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, sonames]) => [name, sonames.toSorted().join(' ')]));
}
