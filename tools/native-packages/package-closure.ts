/** One binary package of an index, with the names that it depends on; an inner list offers one of several. */
export interface IndexedPackage {
  readonly name: string;
  /** Installed, in bytes. */
  readonly size: number;
  readonly depends: readonly (readonly string[])[];
  /** Debian's Recommends. */
  readonly recommends?: readonly (readonly string[])[];
  readonly provides: readonly string[];
}

/** Stanzas of an APKINDEX. */
export function readApkIndex(text: string): readonly IndexedPackage[] {
  return text.split('\n\n').flatMap((stanza) => {
    const field = (key: string): string => new RegExp(`^${key}:(.*)$`, 'm').exec(stanza)?.[1] ?? '';
    const bare = (word: string): string => word.split(/[=<>~]/)[0] ?? '';
    if (field('P') === '') return [];
    return [
      {
        name: field('P'),
        size: Number(field('I')),
        depends: field('D')
          .split(' ')
          .filter((word) => word !== '' && !word.startsWith('!'))
          .map((word) => [bare(word)]),
        provides: field('p')
          .split(' ')
          .filter((word) => word !== '')
          .map(bare),
      },
    ];
  });
}

/** Stanzas of Debian's Packages; Installed-Size is in KiB. */
export function readDebianPackages(text: string): readonly IndexedPackage[] {
  return text.split('\n\n').flatMap((stanza) => {
    const field = (key: string): string => new RegExp(`^${key}: (.*)$`, 'm').exec(stanza)?.[1] ?? '';
    if (field('Package') === '') return [];
    const names = (list: string): readonly (readonly string[])[] =>
      list
        .split(', ')
        .filter((entry) => entry !== '')
        .map((entry) => entry.split('|').map((word) => /^\s*([\w.+-]+)/.exec(word)?.[1] ?? ''));
    return [
      {
        name: field('Package'),
        size: Number(field('Installed-Size')) * 1024,
        depends: [...names(field('Pre-Depends')), ...names(field('Depends'))],
        recommends: names(field('Recommends')),
        provides: names(field('Provides')).flat(),
      },
    ];
  });
}

/** Everything that comes along, the package included; null where the index does not have it. The first of several offers is taken, as apt does. */
export function closureOf(name: string, index: readonly IndexedPackage[], without: ReadonlySet<string>): readonly IndexedPackage[] | null {
  const { byName, providers } = tables(index);
  const first = find(name, byName, providers);
  if (first === undefined) return null;
  const found = new Map<string, IndexedPackage>();
  const queue = [first];
  for (const each of queue) {
    if (found.has(each.name) || without.has(each.name)) continue;
    found.set(each.name, each);
    for (const offers of each.depends) {
      const next = offers.map((offer) => find(offer, byName, providers)).find((offer) => offer !== undefined);
      if (next !== undefined) queue.push(next);
    }
  }
  return [...found.values()];
}

interface Tables {
  readonly byName: ReadonlyMap<string, IndexedPackage>;
  readonly providers: ReadonlyMap<string, IndexedPackage>;
}

const known = new WeakMap<readonly IndexedPackage[], Tables>();

function tables(index: readonly IndexedPackage[]): Tables {
  const before = known.get(index);
  if (before !== undefined) return before;
  const providers = new Map<string, IndexedPackage>();
  for (const each of index) for (const name of each.provides) if (!providers.has(name)) providers.set(name, each);
  const made = { byName: new Map(index.map((each) => [each.name, each])), providers };
  known.set(index, made);
  return made;
}

function find(name: string, byName: Tables['byName'], providers: Tables['providers']): IndexedPackage | undefined {
  return byName.get(name) ?? providers.get(name);
}
