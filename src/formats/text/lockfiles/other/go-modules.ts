import { budget, refuseLong } from '../limits.ts';
import type { LockedPackage, Lockfile } from '../lockfile.ts';
import { withoutMark } from '../parse-data.ts';

/** go.mod: what is required, with replacements applied and `// indirect` as no root's wish. Other directives are passed over. */
export function readGoMod(text: string): Lockfile {
  const required = new Map<string, string>();
  const replaced = new Map<string, { readonly name: string; readonly version: string | null }>();
  for (const [verb, words] of directives(text)) {
    const [first = '', second = ''] = words;
    if (verb === 'require' && second !== '') required.set(first, second);
    if (verb !== 'replace') continue;
    const arrow = words.indexOf('=>');
    const name = words[arrow + 1];
    if (arrow > 0 && name !== undefined) replaced.set(first, { name, version: words[arrow + 2] ?? null });
  }
  const packages = [...required].map(([name, version]): LockedPackage => {
    const other = replaced.get(name);
    if (other === undefined) return module(name, version);
    return { ...module(other.name, other.version ?? version), source: /^\.{0,2}\//.test(other.name) ? 'project' : 'registry' };
  });
  return lock('go-mod', packages);
}

/** go.sum: the modules whose content (not only their go.mod) the build may read; more than one version of a module may be there. */
export function readGoSum(text: string): Lockfile {
  refuseLong(text);
  const count = budget();
  const packages: LockedPackage[] = [];
  for (const line of withoutMark(text).split('\n')) {
    const [name, version, hash] = line.trim().split(/\s+/, 3);
    if (name === undefined || version === undefined || hash === undefined || version.endsWith('/go.mod')) continue;
    count.package();
    packages.push({ ...module(name, version), integrity: hash });
  }
  return lock('go-sum', packages);
}

/** vendor/modules.txt: `# module version` before the packages that are copied from it. */
export function readVendorModules(text: string): Lockfile {
  refuseLong(text);
  const count = budget();
  const packages: LockedPackage[] = [];
  for (const line of withoutMark(text).split('\n')) {
    const match = /^# (\S+) (v\S+)(?: => (\S+)(?: (v\S+))?)?\s*$/.exec(line.slice(0, 4000));
    if (match === null) continue;
    count.package();
    packages.push(module(match[3] ?? match[1] ?? '', match[4] ?? match[2] ?? ''));
  }
  return lock('vendor-modules', packages);
}

function lock(format: 'go-mod' | 'go-sum' | 'vendor-modules', packages: readonly LockedPackage[]): Lockfile {
  return { format, version: null, ecosystem: 'go', packages, roots: null, unresolved: [] };
}

function module(name: string, version: string): LockedPackage {
  return { id: `${name}@${version}`, name, version, source: 'registry', edges: [] };
}

/** `require (` … `)` and single lines alike, comments cut off. */
function* directives(text: string): Generator<readonly [string, readonly string[]]> {
  refuseLong(text);
  const count = budget();
  let block = '';
  for (const raw of withoutMark(text).split('\n')) {
    const line = raw.replace(/\/\/.*$/, '').trim();
    if (line === '') continue;
    count.package();
    const words = line.split(/\s+/).map((word) => word.replaceAll(/^"|"$/g, ''));
    if (block !== '') {
      if (line === ')') block = '';
      else yield [block, words];
    } else if (words.at(-1) === '(') block = words[0] ?? '';
    else yield [words[0] ?? '', words.slice(1)];
  }
}
