import { createTree } from '../tree/create-tree.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import type { Extractors, Found, Interest } from './extractors.ts';
import { factsBudget, type FactsBudget } from './facts-budget.ts';
import type { Keeps } from './kept-extractor.ts';
import type { Unread } from '../tree/bytes.ts';
import { layerIdentities, type LayerIdentities } from './layer-identities.ts';
import { mergeLayers } from './merge-layers.ts';
import type { MergeNote } from './merge-notes.ts';
import { mergedRoot } from './merged-tree.ts';
import { answerAsked, keepByFinalPath } from './further-passes.ts';
import type { RangePass } from './further-passes.ts';
import { factsOf } from './read-packed-facts.ts';
import { rangeCache } from './range-cache.ts';
import type { LayerWalk } from './walk-layer.ts';

/** How an image was read: for reports. */
export interface ImageRead {
  readonly layers: number;
  /** Bytes as stored, of all layers. */
  readonly stored: number;
  /** Bytes of all layers, expanded. */
  readonly bytes: number;
  /** Entries of all layers, before merging. */
  readonly files: number;
  /** How often layers were walked: 1, and one more for each batch of ranges that had to be fetched. Grows when `bytes.fetch` is called. */
  readonly passes: number;
  /** False when a layer is not here. */
  readonly complete: boolean;
  readonly notes: readonly ReadNote[];
}

export type ReadNote =
  | MergeNote
  | { readonly kind: 'layer-absent'; readonly layer: number; readonly why: string }
  | { readonly kind: 'unnameable'; readonly layer: number; readonly count: number };

export interface ImageRootfs extends Rootfs {
  readonly read: ImageRead;
}

/** A layer as it was walked, or why it could not be. */
export type WalkedLayer = LayerWalk | { readonly absent: string };

export interface ImageRootfsOptions {
  readonly extractors: Extractors;
  readonly keeps: Keeps;
  /** False for the tar or folder of one root file system, in which `.wh.` means nothing and entries name no layer. */
  readonly layered: boolean;
  /** That of the walks. */
  readonly budget?: FactsBudget;
  /** Reads ranges of one layer in a further pass. */
  readonly pass: RangePass;
}

/**
 * Makes a root file system of walked layers (from the bottom), after asking for what the extractors and the merged paths still need.
 * Throws what `pass` throws.
 */
export async function imageRootfs(layers: readonly WalkedLayer[], options: ImageRootfsOptions): Promise<ImageRootfs> {
  const walks = layers.map((layer) => ('absent' in layer ? null : layer));
  const merging = mergeLayers(
    walks.map((walk) => walk?.table ?? null),
    { whiteouts: options.layered },
  );
  const identities = layerIdentities(walks);
  const root = mergedRoot(merging, identities);
  let passes = 1;
  const pass: RangePass = async (layer, wanted) => {
    passes++;
    return options.pass(layer, wanted);
  };
  await answerAsked(walks, merging, options.extractors, options.budget ?? factsBudget(), pass);
  await keepByFinalPath(walks, { merging, root, identities }, options.keeps, pass);
  const unread = unreadFiles(walks, identities);
  const why = new Map(unread.map((each) => [`${each.interest} ${each.identity}`, each.why]));

  function factOf<Facts>(
    name: Interest,
    identity: string,
    at: (found: Found, index: number) => Facts | undefined,
  ): Facts | { readonly unknown: string } | null {
    const place = identities.placeOf(identity);
    const walk = walks[place?.layer ?? -1];
    const facts = place === null || walk == null ? undefined : at(walk.found, place.index);
    if (facts !== undefined) return facts;
    const unknown = why.get(`${name} ${identity}`);
    return unknown === undefined ? null : { unknown };
  }

  return {
    tree: createTree(root, {
      sha256(identity) {
        const place = identities.placeOf(identity);
        return place === null ? undefined : walks[place.layer]?.found.sha256.get(place.index);
      },
      layered: options.layered,
    }),
    bytes: rangeCache(walks, identities, pass),
    elf: (identity) => factOf('elf', identity, ({ elf }, index) => factsOf(elf, index)),
    archive: (identity) => factOf('archive', identity, ({ archive }, index) => archive.get(index)),
    script(identity) {
      const place = identities.placeOf(identity);
      return (place === null ? undefined : walks[place.layer]?.found.script.get(place.index)) ?? null;
    },
    unread,
    read: {
      layers: layers.length,
      ...totals(walks),
      get passes() {
        return passes;
      },
      complete: walks.every((walk) => walk !== null),
      notes: [...layerNotes(layers), ...merging.notes.values()],
    },
  };
}

interface UnreadFacts extends Unread {
  readonly interest: Interest;
}

function unreadFiles(walks: readonly (LayerWalk | null)[], identities: LayerIdentities): UnreadFacts[] {
  return walks.flatMap((walk, layer) =>
    (walk?.unknown ?? []).map(({ index, interest, why }) => ({ identity: identities.at(layer, index), interest, why })),
  );
}

function totals(walks: readonly (LayerWalk | null)[]): Pick<ImageRead, 'stored' | 'bytes' | 'files'> {
  let [stored, bytes, files] = [0, 0, 0];
  for (const walk of walks) {
    stored += walk?.stored ?? 0;
    bytes += walk?.expanded ?? 0;
    files += walk?.table.count ?? 0;
  }
  return { stored, bytes, files };
}

function layerNotes(layers: readonly WalkedLayer[]): ReadNote[] {
  return layers.flatMap((walk, layer): ReadNote[] => {
    if ('absent' in walk) return [{ kind: 'layer-absent', layer, why: walk.absent }];
    return walk.unnameable === 0 ? [] : [{ kind: 'unnameable', layer, count: walk.unnameable }];
  });
}
