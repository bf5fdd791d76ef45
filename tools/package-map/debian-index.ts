import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What one Debian release really offers: names of binary packages, what they provide, and which are in every image. */
export interface DebianIndex {
  readonly release: string;
  /** From the InRelease file. */
  readonly date: string;
  readonly names: ReadonlySet<string>;
  /** Names without a package that exactly one package provides: apt installs that one. With several it refuses. */
  readonly provided: ReadonlySet<string>;
  /** Priority `required` or `Essential: yes`: what debootstrap's minbase installs, and so every `-slim` image. */
  readonly required: ReadonlySet<string>;
  /** Depends and Pre-Depends, of alternatives the first. */
  readonly depends: ReadonlyMap<string, readonly string[]>;
}

export function debianIndex(release: string, suite: string, folder: string): DebianIndex {
  const { text, date } = debianPackages(suite, folder);
  return { release, date, ...parse(text) };
}

/** Loads a suite's main index with apt itself (signatures checked) into a folder of its own; the machine's own lists stay as they are. */
export function debianPackages(suite: string, folder: string): { readonly text: string; readonly date: string } {
  const root = join(folder, suite);
  for (const part of ['lists/partial', 'etc', 'cache']) mkdirSync(join(root, part), { recursive: true });
  const sources = join(root, 'etc/sources.list');
  writeFileSync(sources, `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian ${suite} main\n`);
  const options = [
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State::lists=${join(root, 'lists')}`,
    'Dir::State::status=/dev/null',
    `Dir::Cache=${join(root, 'cache')}`,
    'Acquire::Languages=none',
    'APT::Architecture=amd64',
  ].flatMap((option) => ['-o', option]);
  run('apt-get', ['update', '-q', ...options]);
  const text = run('apt-cache', ['dumpavail', ...options]);
  const inRelease = readdirSync(join(root, 'lists')).find((name) => name.endsWith('InRelease')) ?? '';
  const date = /^Date: (.*)$/m.exec(readFileSync(join(root, 'lists', inRelease), 'utf8'))?.[1] ?? '';
  return { text, date: new Date(date).toISOString().slice(0, 10) };
}

/** Written by packaging tools, several for each package, for one another's dependencies; nobody installs by these names. */
const GENERATED =
  /^(?:librust-|libghc-|golang-|node-|r-|python3\.|ocaml|lib.*-ocaml|php-composer|perl|dh-sequence-|gir1\.2-|linux-|nvidia-|lua-|cl-|xserver-|texlive|\S*-(?:abi|api|dev)-)|[-.][0-9a-f]{5,}$|\(/;

function parse(text: string): Pick<DebianIndex, 'names' | 'provided' | 'required' | 'depends'> {
  const names = new Set<string>();
  const providers = new Map<string, Set<string>>();
  const required = new Set<string>();
  const depends = new Map<string, readonly string[]>();
  for (const stanza of text.split('\n\n')) {
    const name = /^Package: (\S+)$/m.exec(stanza)?.[1];
    if (name === undefined) continue;
    names.add(name);
    const wanted = [...stanza.matchAll(/^(?:Pre-)?Depends: (.*)$/gm)].flatMap(([, list = '']) =>
      list.split(', ').map((each) => each.split(/[ :|(]/)[0] ?? ''),
    );
    depends.set(name, wanted);
    for (const entry of /^Provides: (.*)$/m.exec(stanza)?.[1]?.split(', ') ?? []) {
      const virtual = entry.split(/[ :]/)[0] ?? '';
      providers.set(virtual, (providers.get(virtual) ?? new Set<string>()).add(name));
    }
    if (/^Priority: required$/m.test(stanza) || /^Essential: yes$/m.test(stanza)) required.add(name);
  }
  const provided = new Set(
    [...providers].flatMap(([virtual, by]) => (by.size === 1 && !names.has(virtual) && !GENERATED.test(virtual) ? [virtual] : [])),
  );
  return { names, provided, required, depends };
}

function run(program: string, args: readonly string[]): string {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (done.status !== 0) throw new Error(`${program} ${args[0] ?? ''} failed\n${done.stderr}`);
  return done.stdout;
}
