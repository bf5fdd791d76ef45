// Images from literal layers, for tests: each layer is a tar that is walked and merged as a real one is.
import { tarOf, type TarLiteral } from '../formats/archive/write-tar.suite.ts';
import type { LiteralEntry, LiteralFiles } from '../tree/literal.ts';
import type { Entry } from '../tree/tree.ts';
import { elfExtractor } from './elf-extractor.ts';
import type { Extractors } from './extractors.ts';
import { imageRootfs, type ImageRootfs, type WalkedLayer } from './image-rootfs.ts';
import { keptExtractor, type Keeps } from './kept-extractor.ts';
import { readRanges } from './read-ranges.ts';
import { scriptExtractor } from './script-extractor.ts';
import { sha256Extractor } from './sha256-extractor.ts';
import { walkLayer } from './walk-layer.ts';
import { zipExtractor } from './zip-extractor.ts';

export interface LayersOptions {
  readonly keeps?: Keeps;
  readonly layered?: boolean;
  readonly digests?: boolean;
}

/** A layer is the entries of a tar, a tar (maybe compressed), or null for one that is absent. */
export type LayerLiteral = readonly TarLiteral[] | Buffer | null;

export async function imageOf(
  layers: readonly LayerLiteral[],
  { keeps = () => false, layered = true, digests = true }: LayersOptions = {},
): Promise<ImageRootfs> {
  const archives = layers.map((layer) => (layer === null || Buffer.isBuffer(layer) ? layer : tarOf(...layer)));
  const extractors: Extractors = {
    elf: elfExtractor,
    script: scriptExtractor,
    archive: zipExtractor,
    kept: keptExtractor(keeps),
    ...(digests && { sha256: sha256Extractor }),
  };
  const walked: WalkedLayer[] = [];
  for (const archive of archives) walked.push(archive === null ? { absent: 'not here' } : await walkLayer(pieces(archive), extractors));
  return imageRootfs(walked, {
    extractors,
    keeps,
    layered,
    pass: (layer, wanted) => readRanges(pieces(archives[layer] ?? Buffer.alloc(0)), wanted),
  });
}

export async function* pieces(bytes: Uint8Array, length: number = 1 << 20): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** The tree as lines: path, and what the entry is. */
export function listing(rootfs: ImageRootfs, below: string = '/'): Record<string, string> {
  const lines: Record<string, string> = {};
  for (const entry of rootfs.tree.entries()) if (entry.path.startsWith(below)) lines[entry.path] = what(entry);
  return lines;
}

function what({ type, target, size, nlink, layer }: Entry): string {
  const more = type === 'symlink' ? ` ${target}` : type === 'file' ? ` ${size}${nlink > 1 ? ` x${nlink}` : ''}` : '';
  return `${layer ?? '-'} ${type}${more}`;
}

/** The same content as a literal root file system, as entries of a tar. */
export function tarLiterals(files: LiteralFiles): TarLiteral[] {
  return Object.entries(files).map(([path, literal]): TarLiteral => {
    const entry: LiteralEntry = typeof literal === 'string' || literal instanceof Uint8Array ? { content: literal } : literal;
    const mode = entry.mode === undefined ? {} : { mode: entry.mode };
    const name = path.slice(1);
    if (entry.hardLink !== undefined) return { name, flag: '1', linkName: entry.hardLink.slice(1) };
    if (entry.target !== undefined) return { name, linkName: entry.target, mode: 0o777, ...mode };
    return { name, ...(entry.content !== undefined && { content: entry.content }), ...mode };
  });
}
