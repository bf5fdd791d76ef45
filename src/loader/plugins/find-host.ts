import type { Tree } from '../../tree/tree.ts';
import type { LoadMode } from '../load-result.ts';

export type HostKind = 'node' | 'python' | 'perl' | 'ruby' | 'java' | 'php' | 'apache' | 'postgres' | 'nginx' | 'zsh' | 'dovecot' | 'any';

/** Who would open a file, by where it lies (loader.md 7). */
export interface HostGuess {
  readonly kind: HostKind;
  /** The program of this root, null when it is not there or when any process could be the host. */
  readonly host: string | null;
  /** How that host calls dlopen: Node, the JVM and PHP lazily, CPython and the rest at once. */
  readonly mode: Extract<LoadMode, `dlopen-${string}`>;
}

/** A pure guess from the path and what is installed; the plain library gets the kind `any`. */
export function findHost(tree: Pick<Tree, 'lookup' | 'list'>, path: string): HostGuess {
  const rule = RULES.find(({ pattern }) => pattern.test(path));
  if (rule === undefined) return { kind: 'any', host: null, mode: 'dlopen-now' };
  const host = rule.candidates(path, tree).find((candidate) => isProgram(tree, candidate)) ?? null;
  return { kind: rule.kind, host, mode: rule.mode };
}

interface Rule {
  readonly kind: HostKind;
  readonly pattern: RegExp;
  readonly mode: HostGuess['mode'];
  readonly candidates: (path: string, tree: Pick<Tree, 'list'>) => readonly string[];
}

const inBin = (...names: readonly string[]): string[] =>
  ['/usr/local/bin', '/usr/bin', '/bin', '/usr/local/sbin', '/usr/sbin'].flatMap((folder) => names.map((name) => `${folder}/${name}`));

const RULES: readonly Rule[] = [
  { kind: 'node', pattern: /\.node$/, mode: 'dlopen-lazy', candidates: () => inBin('node', 'nodejs', 'bun', 'electron') },
  {
    kind: 'python',
    pattern: /\/python\d+(?:\.\d+)?t?\/|\/(?:site|dist)-packages\/|\.cpython-\d+[^/]*\.so$|\.abi3\.so$/,
    mode: 'dlopen-now',
    candidates: pythons,
  },
  { kind: 'perl', pattern: /\/perl(?:5|-base)?\/.*\/auto\/|\/auto\/.*\.so$/, mode: 'dlopen-lazy', candidates: () => inBin('perl') },
  {
    kind: 'ruby',
    pattern: /\/ruby\/(?:gems\/|site_ruby\/|vendor_ruby\/)?\d+\.\d+/,
    mode: 'dlopen-lazy',
    candidates: (_path, tree) => named(tree, /^ruby(\d+\.\d+)?$/),
  },
  { kind: 'java', pattern: /\/jvm\/|\/openjdk[^/]*\/lib\//, mode: 'dlopen-lazy', candidates: javas },
  {
    kind: 'php',
    pattern: /\/php\d*\/(?:\d{8}|modules)\/|\/extensions\/no-debug-/,
    mode: 'dlopen-lazy',
    candidates: (_path, tree) => named(tree, /^php\d*(\.\d+)?$/),
  },
  {
    kind: 'apache',
    pattern: /\/(?:apache2|httpd)\/modules\/|\/apache2\/.*mod_[^/]+\.so$/,
    mode: 'dlopen-now',
    candidates: () => ['/usr/local/apache2/bin/httpd', ...inBin('apache2', 'httpd')],
  },
  { kind: 'postgres', pattern: /\/postgresql\/(?:\d+\/)?lib\/|\/lib\/postgresql\d*\//, mode: 'dlopen-now', candidates: postgres },
  { kind: 'nginx', pattern: /\/nginx\/modules\//, mode: 'dlopen-now', candidates: () => inBin('nginx') },
  { kind: 'zsh', pattern: /\/zsh\/\d/, mode: 'dlopen-now', candidates: () => inBin('zsh') },
  { kind: 'dovecot', pattern: /\/dovecot\/(?:modules|lib)/, mode: 'dlopen-now', candidates: () => inBin('dovecot') },
];

function isProgram(tree: Pick<Tree, 'lookup'>, path: string): boolean {
  const found = tree.lookup(path);
  return found.ok && found.entry.type === 'file' && (found.entry.mode & 0o111) !== 0;
}

/** The interpreter of the folder's or file name's own version first: `lib/python3.11/…`, `.cpython-311-…`; a virtual environment's own. */
function pythons(path: string, tree: Pick<Tree, 'list'>): readonly string[] {
  const inFolder = /^(.*)\/lib(?:64)?\/python(\d+\.\d+t?)\//.exec(path);
  const inName = /\.cpython-(\d)(\d+)(t?)/.exec(path);
  const versions = [inFolder?.[2], inName === null ? undefined : `${inName[1]}.${inName[2]}${inName[3]}`].filter(
    (each) => each !== undefined,
  );
  const prefix = inFolder?.[1] === undefined ? [] : versions.map((version) => `${inFolder[1]}/bin/python${version}`);
  const exact = versions.flatMap((version) => inBin(`python${version}`));
  return versions.length > 0 ? [...prefix, ...exact] : named(tree, /^python3\.\d+t?$/);
}

function javas(path: string): readonly string[] {
  const home = /^(.*?)\/(?:jre\/)?lib\//
    .exec(path.replace(/^\/usr\/lib\/jvm/, '/usr/LIB/jvm'))?.[1]
    ?.replace('/usr/LIB/jvm', '/usr/lib/jvm');
  return home === undefined ? [] : [`${home}/bin/java`, `${home}/jre/bin/java`];
}

function postgres(path: string): readonly string[] {
  const version = /\/postgresql\/(\d+)\/lib\//.exec(path)?.[1];
  const own = version === undefined ? [] : [`/usr/lib/postgresql/${version}/bin/postgres`];
  return [...own, '/usr/local/bin/postgres', '/usr/bin/postgres', '/usr/libexec/postgresql/postgres'];
}

function named(tree: Pick<Tree, 'list'>, pattern: RegExp): string[] {
  return ['/usr/local/bin', '/usr/bin'].flatMap((folder) =>
    tree
      .list(folder)
      .filter((name) => pattern.test(name))
      .map((name) => `${folder}/${name}`),
  );
}
