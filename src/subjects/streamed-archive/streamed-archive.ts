import type { ImageSource } from '../../image/source.ts';

/**
 * An image archive that comes as a stream: standard input, an engine, a compressed file. Which members are layers of the wanted image is known
 * only at the end, so everything that may be a layer is walked as it passes.
 */
export interface StreamedArchive {
  readonly name: string;
  /**
   * Reads the stream, once. `walk` gets each member that may be a layer, one after the other, and must consume its content or leave it;
   * a walk that fails matters only if the image uses that member. Throws BasewiseError as opening a file would.
   */
  read<T>(walk: LayerWalk<T>): Promise<StreamedImage<T>>;
}

export type LayerWalk<T> = (member: StreamedLayer, content: AsyncIterable<Uint8Array>) => Promise<T>;

export interface StreamedLayer {
  /** The member's name in the archive. */
  readonly name: string;
  /** Bytes as stored. */
  readonly size: number;
  /** `sha256:…` of the stored bytes, where the name says it (OCI archives); to be verified by the walk. */
  readonly digest?: string;
}

export interface StreamedImage<T> {
  readonly source: ImageSource;
  /** What `walk` returned, in the order of `source.layers`; undefined for a layer that is absent. diffIDs are known only now. */
  readonly walked: readonly (T | undefined)[];
}
