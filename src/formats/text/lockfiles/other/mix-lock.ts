import { FormatError } from '../../../format-error.ts';
import { budget, refuseLong } from '../limits.ts';
import type { LockedPackage, Lockfile } from '../lockfile.ts';
import { withoutMark } from '../parse-data.ts';

/** mix.lock: an Elixir map, an entry a line as mix writes it: `"name": {:hex, :name, "1.2.3", "…", [:make, :mix], [{:elixir_make, …}], "hexpm", "…"},`. */
export function readMixLock(text: string): Lockfile {
  refuseLong(text);
  const body = withoutMark(text).trim();
  if (!body.startsWith('%{')) throw new FormatError('mix-lock-bad', 0, 'no map of a mix.lock');
  const count = budget();
  const packages: LockedPackage[] = [];
  for (const line of body.split(/\r?\n/)) {
    const match = /^\s*"([\w.-]{1,200})":\s*\{:(\w{1,20}),\s*(.*)$/.exec(line);
    if (match === null) continue;
    count.package();
    packages.push(readEntry(match[1] ?? '', match[2] ?? '', match[3] ?? ''));
  }
  return { format: 'mix-lock', version: null, ecosystem: 'beam', packages, roots: null, unresolved: [] };
}

/** rebar.lock: `{<<"name">>,{pkg,<<"hex_name">>,<<"1.2.3">>},0}`. */
export function readRebarLock(text: string): Lockfile {
  refuseLong(text);
  const count = budget();
  const packages: LockedPackage[] = [];
  for (const match of withoutMark(text).matchAll(
    /\{<<"([\w.-]{1,200})">>,\s*\{(pkg|git|hg|git_subdir),\s*(?:<<)?"([^"]{1,500})"(?:>>)?(?:,\s*<<"([\w.+-]{1,100})">>)?/g,
  )) {
    count.package();
    const [, name = '', kind, hexName, version] = match;
    const source = kind === 'pkg' ? 'registry' : 'git';
    packages.push({ id: name, name: kind === 'pkg' ? (hexName ?? name) : name, version: version ?? null, source, edges: [] });
  }
  if (packages.length === 0 && !/^\s*[[{]/.test(text)) throw new FormatError('rebar-lock-bad', 0, 'no term of a rebar.lock');
  return { format: 'mix-lock', version: null, ecosystem: 'beam', packages, roots: null, unresolved: [] };
}

function readEntry(name: string, kind: string, rest: string): LockedPackage {
  if (kind !== 'hex') return { id: name, name, version: null, source: kind === 'git' ? 'git' : 'path', edges: [] };
  const version = /^:[\w"@.]{1,200},\s*"([^"]{1,100})"/.exec(rest)?.[1] ?? null;
  const tools = [...(/\[((?:\s*:\w+\s*,?)*)\]/.exec(rest.slice(0, 1000))?.[1]?.matchAll(/:(\w+)/g) ?? [])].map((match) => match[1] ?? '');
  const edges = [
    ...rest.matchAll(
      /\{:([\w"@.]{1,200}),\s*"([^"]{0,200})",\s*\[hex: :([\w"@.]{1,200}), repo: "[^"]{0,100}", optional: (true|false)\]\}/g,
    ),
  ].map(([, name = '', wanted = '', , optional]) => ({ name, id: name, wanted, ...(optional === 'true' ? { optional: true } : {}) }));
  return { id: name, name, version, source: 'registry', edges, tools };
}
