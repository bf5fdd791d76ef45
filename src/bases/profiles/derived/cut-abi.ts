import type { AbiTable, LibraryAbi } from './abi-table.ts';

/** The libraries of one glibc release by soname, cut from the cumulative lists: before 2.34 the libraries apart, from then on the merged ones. */
export function cutGlibc(table: AbiTable, version: string): ReadonlyMap<string, LibraryAbi> {
  const minor = minorOf(version);
  const older = table.glibc[0];
  const newest = table.glibc[1];
  if (older === undefined || newest === undefined) throw new TypeError('the ABI table has two releases');
  const merged = minor >= 34;
  const libraries = new Map<string, LibraryAbi>();
  for (const [soname, library] of Object.entries((merged ? newest : older).libraries)) {
    const cut = cutLibrary(library, (node) => isNoNewer(node, minor), minor);
    // What came in between the two lists stands in the newer one, in the library that it was added to.
    const added = merged
      ? {}
      : cutLibrary(newest.libraries[soname] ?? { nodes: {} }, (node) => isNoNewer(node, minor) && !isNoNewer(node, older.minor), minor)
          .nodes;
    const nodes: Record<string, string> = { ...cut.nodes, ...added };
    if (soname === 'libpthread.so.0' && minor < 31) addMoved(nodes, older.libraries['libc.so.6']?.nodes ?? {});
    if (Object.keys(nodes).length > 0) libraries.set(soname, { ...cut, nodes });
  }
  return libraries;
}

/**
 * Names that 2.30 and 2.31 took out of libpthread because libc has them too (their release notes). Loaders before 2.30 ask for a versioned name in the
 * very file that the program was linked with, so there they count.
 */
const movedToLibc =
  /^(_?_?vfork|_?_?wait|waitpid|_?_?nanosleep|pthread_(self|equal)|pthread_attr_(destroy|init|[gs]et(detachstate|inheritsched|schedparam)))$/;

function addMoved(libpthread: Record<string, string>, libc: LibraryAbi['nodes']): void {
  for (const [node, names] of Object.entries(libc)) {
    const moved = names.split(' ').filter((name) => movedToLibc.test(name));
    if (moved.length > 0)
      libpthread[node] = [...new Set([...(libpthread[node] ?? '').split(' '), ...moved])].filter((name) => name !== '').join(' ');
  }
}

/** libstdc++ or libgcc_s as a GCC release (`12`, `8.5`) has it: Debian's symbols files say which release brought a node. */
export function cutGcc(library: LibraryAbi, gcc: string): LibraryAbi {
  const release = gcc.split('.').map(Number);
  const isThere = (node: string): boolean => {
    const since = library.since?.[node];
    // `4.1.1-12` and `5.1~rc1` count as the release that they lead to; a release without minor number has all of its minors.
    const numbers = since === undefined ? [] : (/^(?:\d+:)?(\d+(?:\.\d+)*)/.exec(since)?.[1] ?? '').split('.').map(Number);
    return compare(numbers.slice(0, release.length), release) <= 0;
  };
  // A node may hold no name on a machine and is defined all the same.
  const empty = Object.fromEntries(Object.keys(library.since ?? {}).map((node) => [node, '']));
  return cutLibrary({ ...library, nodes: { ...empty, ...library.nodes } }, isThere, 0);
}

function cutLibrary(library: LibraryAbi, keeps: (node: string) => boolean, minor: number): LibraryAbi {
  const nodes = Object.fromEntries(Object.entries(library.nodes).filter(([node]) => keeps(node)));
  const hidden = Object.entries(library.hiddenSince ?? {}).filter(([, since]) => since <= minor);
  return { ...library, nodes, hiddenSince: Object.fromEntries(hidden) };
}

export function minorOf(version: string): number {
  const minor = /^2\.(\d+)/.exec(version)?.[1];
  if (minor === undefined) throw new TypeError(`${version} is no glibc version`);
  return Number(minor);
}

function isNoNewer(node: string, minor: number): boolean {
  const [, of] = /^GLIBC_2\.(\d+)/.exec(node) ?? [];
  return of === undefined || Number(of) <= minor;
}

function prefixOf(node: string): string {
  return node.replace(/[\d.]+$/, '');
}

function numbersOf(node: string): readonly number[] {
  return (/[\d.]+$/.exec(node)?.[0] ?? '').split('.').map(Number);
}

/** By number, number by number: `3.4.9` before `3.4.30`. */
export function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? -1) - (b[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Nodes in the order in which libraries define them. */
export function sortNodes(nodes: readonly string[]): readonly string[] {
  return nodes.toSorted((a, b) => (prefixOf(a) === prefixOf(b) ? compare(numbersOf(a), numbersOf(b)) : prefixOf(a) < prefixOf(b) ? -1 : 1));
}
