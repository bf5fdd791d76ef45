import { BasewiseError } from '../errors.ts';
import { findNode } from '../tree/create-tree.ts';
import type { TreeNode } from '../tree/tree-node.ts';
import type { Extractor, FileRange, ResumableExtractor } from './extractor.ts';
import type { Asked, Extractors } from './extractors.ts';
import type { FactsBudget } from './facts-budget.ts';
import { record } from './file-feeder.ts';
import { keepers, type Keep } from './keepers.ts';
import type { Keeps } from './kept-extractor.ts';
import type { LayerIdentities } from './layer-identities.ts';
import type { Place } from './layer-rows.ts';
import { mergedFiles, type MergedFile } from './merged-tree.ts';
import { contentRow, nameOf, placeOf, type Merging } from './merging.ts';
import { settleFacts } from './packed-facts.ts';
import type { FilePart } from './read-ranges.ts';
import type { LayerWalk } from './walk-layer.ts';

/** Reads ranges of files, by entry number, in one further pass over a layer. */
export type RangePass = (
  layer: number,
  wanted: ReadonlyMap<number, readonly FileRange[]>,
) => Promise<ReadonlyMap<number, readonly FilePart[]>>;

/** The parts, or why they cannot be had: a stream that was there once is no reason to give up what was read already. */
export async function attemptPass(
  pass: RangePass,
  layer: number,
  wanted: ReadonlyMap<number, readonly FileRange[]>,
): Promise<ReadonlyMap<number, readonly FilePart[]> | { readonly unread: string }> {
  try {
    return await pass(layer, wanted);
  } catch (cause) {
    if (cause instanceof BasewiseError) return { unread: `a further pass over its layer failed: ${cause.message}` };
    throw cause;
  }
}

/** An extractor that is still not content after these is not going to be. */
const MOST_ROUNDS = 4;
/** What one pass brings at most. */
const PASS_BYTES = 64 * 1024 * 1024;

/** Answers what extractors asked for, of files that are still there after merging; the answers go into the walks. */
export async function answerAsked(
  walks: readonly (LayerWalk | null)[],
  merging: Merging,
  extractors: Extractors,
  budget: FactsBudget,
  pass: RangePass,
): Promise<void> {
  if (walks.every((walk) => (walk?.asked.length ?? 0) === 0)) return;
  const live = liveRows(
    merging,
    new Set(walks.flatMap((walk, layer) => (walk?.asked ?? []).map(({ index }) => merging.rows.rowOf(layer, index)))),
  );
  for (const [layer, walk] of walks.entries()) {
    if (walk === null) continue;
    // A layer that an image holds twice was walked once.
    const places = [...walks.keys()].filter((place) => walks[place] === walk);
    for (let round = 0; walk.asked.length > 0; round++) {
      const asked = walk.asked.splice(0).filter((each) => places.some((place) => live.has(merging.rows.rowOf(place, each.index))));
      if (round === MOST_ROUNDS) {
        for (const { index, interest } of asked)
          walk.unknown.push({ index, interest, why: `it asked for more after ${MOST_ROUNDS} passes` });
        break;
      }
      for (const batch of batches(asked)) await answerBatch(walk, layer, batch, { extractors, budget }, pass);
    }
    settleFacts(walk.found.elf, budget);
  }
}

/**
 * Keeps what was not kept because its path in the layer was another one: another name of a hard link, a name that led through a link, or the
 * target of a link whose path is asked for.
 */
export async function keepByFinalPath(walks: readonly (LayerWalk | null)[], merged: Merged, keeps: Keeps, pass: RangePass): Promise<void> {
  const wanted = new Map<number, Map<number, FileRange[]>>();
  let left = PASS_BYTES;
  for (const file of mergedFiles(merged.merging)) {
    const found = wantedFile(merged, file, keeps);
    const walk = walks[found?.layer ?? -1];
    if (found === null || walk === undefined || walk === null || walk.found.kept.has(found.index)) continue;
    const { layer, index, size } = found;
    if (walk.unknown.some((each) => each.index === index && each.interest === 'kept')) continue;
    left -= size;
    if (left < 0) {
      walk.unknown.push({ index, interest: 'kept', why: `its ${size} bytes are over the budget of a further pass` });
      continue;
    }
    const ofLayer = wanted.get(layer) ?? new Map<number, FileRange[]>();
    wanted.set(layer, ofLayer.set(index, [{ offset: 0, length: size }]));
  }
  for (const [layer, ofLayer] of wanted) {
    const parts = await attemptPass(pass, layer, ofLayer);
    for (const index of ofLayer.keys()) {
      const whole = 'unread' in parts ? undefined : parts.get(index)?.[0];
      if (whole !== undefined) walks[layer]?.found.kept.set(index, whole.bytes);
      else
        walks[layer]?.unknown.push({ index, interest: 'kept', why: 'unread' in parts ? parts.unread : 'a further pass did not find it' });
    }
  }
}

function* batches(asked: readonly Asked[]): Generator<Asked[]> {
  let batch: Asked[] = [];
  let bytes = 0;
  for (const each of asked) {
    const more = each.ranges.reduce((sum, { length }) => sum + length, 0);
    if (batch.length > 0 && bytes + more > PASS_BYTES) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(each);
    bytes += more;
  }
  if (batch.length > 0) yield batch;
}

async function answerBatch(walk: LayerWalk, layer: number, batch: readonly Asked[], how: Answering, pass: RangePass): Promise<void> {
  const wanted = new Map<number, FileRange[]>();
  for (const { index, ranges } of batch) wanted.set(index, [...(wanted.get(index) ?? []), ...ranges]);
  const parts = await attemptPass(pass, layer, wanted);
  if ('unread' in parts) {
    for (const { index, interest } of batch) walk.unknown.push({ index, interest, why: parts.unread });
    return;
  }
  for (const asked of batch) resume(walk, asked, how, parts.get(asked.index) ?? []);
}

interface Answering {
  readonly extractors: Extractors;
  readonly budget: FactsBudget;
}

function resume(walk: LayerWalk, asked: Asked, { extractors, budget }: Answering, parts: readonly FilePart[]): void {
  const { interest } = asked;
  const keep = keepers(walk.found, budget);
  if (interest === 'elf') resumeWith(walk, asked, extractors.elf, keep.elf, parts);
  else if (interest === 'archive') resumeWith(walk, asked, extractors.archive, keep.archive, parts);
  else if (interest === 'script') resumeWith(walk, asked, extractors.script, keep.script, parts);
  else if (interest === 'kept') resumeWith(walk, asked, extractors.kept, keep.kept, parts);
  else resumeWith(walk, asked, extractors.sha256, keep.sha256, parts);
}

function resumeWith<Facts>(
  walk: LayerWalk,
  asked: Asked,
  extractor: Extractor<Facts> | ResumableExtractor<Facts> | undefined,
  keep: Keep<Facts>,
  parts: readonly FilePart[],
): void {
  if (extractor === undefined || !('resume' in extractor))
    throw new Error(`the extractor of ${asked.interest} asked for ranges and cannot resume`);
  record(extractor.resume(asked.file, asked.state, parts), asked, keep, walk);
}

/** What layers became, its names and the nodes of the tree. */
interface Merged {
  readonly merging: Merging;
  readonly root: TreeNode;
  readonly identities: LayerIdentities;
}

/** Where the content is that is to be kept for this name; null when nobody wants it. */
function wantedFile({ merging, root, identities }: Merged, file: MergedFile, keeps: Keeps): (Place & { readonly size: number }) | null {
  const path = `${file.folder}/${nameOf(merging, file.node)}`;
  if (file.type === 'file') {
    const { size } = merging.rows.facts(contentRow(merging, file.node));
    return keeps(path, size) ? { ...placeOf(merging, file.node), size } : null;
  }
  if (!keeps(path, 0)) return null;
  const node = findNode(root, path, true);
  const place = node?.type === 'file' && keeps(path, node.size) ? identities.placeOf(node.identity) : null;
  return place === null ? null : { ...place, size: node!.size };
}

/** Those of the rows that are files which some name still has. */
function liveRows(merging: Merging, rows: ReadonlySet<number>): ReadonlySet<number> {
  const live = new Set<number>();
  for (const { node } of mergedFiles(merging)) {
    const row = contentRow(merging, node);
    if (rows.has(row)) live.add(row);
  }
  return live;
}
