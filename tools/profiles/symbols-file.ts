import type { LibraryAbi } from '../../src/bases/profiles/derived/abi-table.ts';

/** Reads the `symbols` file of a Debian package (deb-symbols(5)): a soname's line, then ` NAME@NODE VERSION`; `Base` is no node. */
export function parseSymbolsFile(text: string): Readonly<Record<string, LibraryAbi>> {
  const libraries: Record<string, LibraryAbi> = {};
  let nodes = new Map<string, string[]>();
  let since: Record<string, string> = {};
  let soname = '';
  const finish = (): void => {
    if (soname === '') return;
    libraries[soname] = {
      nodes: Object.fromEntries([...nodes].map(([node, names]) => [node, names.toSorted().join(' ')])),
      ...(Object.keys(since).length === 0 ? {} : { since }),
    };
  };
  for (const line of text.split('\n')) {
    const head = /^([^\s*|#]\S*) \S+/.exec(line)?.[1];
    if (head !== undefined) {
      finish();
      soname = head;
      nodes = new Map();
      since = {};
      continue;
    }
    const [, name, node, version] = /^ (?:\([^)]*\))?"?([^\s"@]+)@([^\s"]+)"? (\S+)/.exec(line) ?? [];
    if (name === undefined || node === undefined || version === undefined) continue;
    // A node's own name stands in the list too, with the release that brought it.
    if (name === node) {
      since[node] = version;
      continue;
    }
    const key = node === 'Base' ? '' : node;
    const names = nodes.get(key) ?? [];
    nodes.set(key, names);
    names.push(name);
  }
  finish();
  return libraries;
}
