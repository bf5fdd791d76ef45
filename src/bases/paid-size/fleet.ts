import type { PulledImage } from './pulled-image.ts';

/** Who pulls, how often and over what: what turns bytes into a price. */
export interface Fleet {
  readonly nodes: number;
  /** How often each node pulls the image anew: a rebuilt base, a fresh node. */
  readonly pulls: number;
  /** At each node. */
  readonly bitsPerSecond: number | null;
  /** Compressed bytes that the application puts on top of any of the bases. */
  readonly above: number;
  /** What the nodes have already, by its layers. */
  readonly present: readonly PulledImage[];
}

/** Once, on a single node that has nothing. */
export const oneNode: Fleet = { nodes: 1, pulls: 1, bitsPerSecond: null, above: 0, present: [] };
