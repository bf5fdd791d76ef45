/**
 * node tools/generate-debian-tools.ts: which packages of Debian 12 bring build tools along, by Depends alone and with Recommends, which apt follows unless it is told
 * `--no-install-recommends`: `python3-pip` brings a compiler only in the second way, and `gcc` the headers of libc. The index comes through apt.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDebianPackages } from './native-packages/package-closure.ts';
import type { IndexedPackage } from './native-packages/package-closure.ts';
import { debianPackages } from './package-map/debian-index.ts';

const tools = ['gcc', 'g++', 'make', 'libc6-dev', 'pkgconf', 'python3'];
/** Named by packaging tools for one another; nobody installs these in an image. */
const generated =
  /^(?:libghc|libcoq|librust-|r-(?:cran|bioc|other)|golang-(?:github|golang|gopkg|google|k8s)-|node-|ros-|ament|libghc|haskell|astrometry-data|libppx|gap-|elpa-|dh-|science-|education-|astro-|med-|pan-|live-task|crossbuild|lcl|libocp|libopm|libdune|cl-|q-|qml-|linux-(?:image|headers)|nvidia|task-|lib[\w.+-]*-(?:ocaml|perl|java)(?:-dev)?$)/;

const folder = mkdtempSync(join(tmpdir(), 'basewise-tools-'));
const { text, date } = debianPackages('bookworm', folder);
rmSync(folder, { recursive: true });
const index = readDebianPackages(text);
const byName = new Map(index.map((each) => [each.name, each]));
const providers = new Map<string, string>();
for (const { name, provides } of index) for (const each of provides) if (!providers.has(each)) providers.set(each, name);

const always = new Map(tools.map((tool) => [tool, bringing(tool, false)]));
const recommended = new Map(tools.map((tool) => [tool, bringing(tool, true)]));
const groups = new Map<string, string[]>();
for (const { name } of index) {
  if (generated.test(name)) continue;
  const key = tools
    .flatMap((tool) => (always.get(tool)?.has(name) === true ? [tool] : recommended.get(tool)?.has(name) === true ? [`${tool}?`] : []))
    .filter((word) => word.replace('?', '') !== name)
    .join(' ');
  // What brings no more than Python is told by its name, or is of no matter.
  if (key === '' || /^python3\??$/.test(key)) continue;
  groups.set(key, [...(groups.get(key) ?? []), name]);
}
const table = {
  source: `Depends and Recommends of Debian 12's main index of ${date}, by apt; a question mark stands behind what only Recommends bring`,
  date: new Date().toISOString().slice(0, 10),
  generator: 'tools/generate-debian-tools.ts',
  groups: [...groups].map(([brings, names]) => ({ brings, names: names.toSorted().join(' ') })),
};
writeFileSync('data/debian-tools.json', `${JSON.stringify(table, null, 1)}\n`);

/** Every package that brings `tool` along; of several offers the first that there is, as apt takes it. */
function bringing(tool: string, withRecommends: boolean): ReadonlySet<string> {
  const found = new Set([tool]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const each of index)
      if (!found.has(each.name) && asked(each, withRecommends).some((name) => found.has(name))) found.add(each.name);
  }
  return found;
}

function asked({ depends, recommends = [] }: IndexedPackage, withRecommends: boolean): readonly string[] {
  return [...depends, ...(withRecommends ? recommends : [])].flatMap((offers) => {
    const offer = offers.find((name) => byName.has(name) || providers.has(name));
    return offer === undefined ? [] : [byName.has(offer) ? offer : (providers.get(offer) ?? offer)];
  });
}
