import { note } from './merge-notes.ts';
import { contentRow, imply, ROOT, typeOf, type Merging } from './merging.ts';

/** Finds the directories that the entries of one layer go into. */
export interface ParentFinder {
  /**
   * The directory that a path leads to, through links, also where a link leads to nothing yet. Missing directories are made. With `replace`
   * a file or a loop of links in the way gives place to a directory; with `keep` the answer is null then, and nothing is made through a link.
   */
  find(path: string, inTheWay: 'replace' | 'keep'): number | null;
  /** To be called when a name was taken away or is something else now. */
  forget(): void;
}

/** Most entries go into the directory that the one before went into, or one beside it. */
export function parentFinder(merging: Merging, layer: number): ParentFinder {
  const found = new Map<string, number>();
  return {
    find(path, inTheWay) {
      const known = found.get(path);
      if (known !== undefined) return known;
      const directory = parentDirectory(merging, path, layer, inTheWay, () => found.clear());
      if (found.size === MOST_KNOWN) found.clear();
      if (directory !== null) found.set(path, directory);
      return directory;
    },
    forget: () => found.clear(),
  };
}

const MOST_KNOWN = 1000;

/** The name at an absolute clean path, as `Tree.lookup` would find it without following a link at its end. */
export function nodeAt(merging: Merging, path: string): number | null {
  const cut = path.lastIndexOf('/');
  const way = follow(merging, [ROOT], componentsReversed(path.slice(0, cut)), () => null);
  if (way === null) return null;
  const name = path.slice(cut + 1);
  if (name === '') return way.at(-1)!;
  const node = merging.names.find(way.at(-1)!, name);
  return node === 0 ? null : node;
}

function parentDirectory(merging: Merging, path: string, layer: number, inTheWay: 'replace' | 'keep', replaced: () => void): number | null {
  const { names, notes } = merging;
  let way = [ROOT];
  const components = componentsReversed(path);
  for (let name = components.pop(); name !== undefined; name = components.pop()) {
    const here = way.at(-1)!;
    const make = (directory: number, missing: string, links: number): number | null =>
      links > 0 && inTheWay === 'keep' ? null : imply(merging, directory, missing, layer);
    const reached = follow(merging, way, [name], make);
    if (reached === null) {
      if (inTheWay === 'keep') return null;
      const rest = components.reduce((sum, each) => sum + each.length + 1, 0);
      note(notes, 'parent-replaced', layer, path.slice(0, path.length - rest));
      const existing = names.find(here, name);
      if (existing !== 0) names.remove(existing);
      merging.contents.delete(existing);
      replaced();
      way.push(imply(merging, here, name, layer));
    } else {
      way = reached;
    }
  }
  return way.at(-1)!;
}

/** Links on the way to one component. */
const MOST_LINKS = 40;

/**
 * The directories from the root to the one that `rest` (reversed) leads to from the last of `way`; null when it leads to no directory, or `missing` makes none.
 */
function follow(
  merging: Merging,
  way: readonly number[],
  rest: string[],
  missing: (directory: number, name: string, links: number) => number | null,
): number[] | null {
  const stack = [...way];
  let links = 0;
  for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
    if (name === '..') {
      if (stack.length > 1) stack.pop();
      continue;
    }
    const here = stack.at(-1)!;
    const node = merging.names.find(here, name);
    const type = node === 0 ? null : typeOf(merging, node);
    if (type === null) {
      const made = missing(here, name, links);
      if (made === null) return null;
      stack.push(made);
    } else if (type === 'dir') {
      stack.push(node);
    } else if (type === 'symlink' && ++links <= MOST_LINKS) {
      const { target } = merging.rows.facts(contentRow(merging, node));
      if (target.startsWith('/')) stack.length = 1;
      rest.push(...componentsReversed(target));
    } else {
      return null;
    }
  }
  return stack;
}

function componentsReversed(path: string): string[] {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .reverse();
}
