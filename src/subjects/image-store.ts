import type { LayerContent } from '../image/source.ts';
import type { Descriptor } from './manifests/descriptor.ts';

/** Where manifests and blobs come from by digest: an OCI layout, an OCI archive, a registry. */
export interface ImageStore {
  /** For messages: the path or reference as the user gave it. */
  readonly label: string;
  /** A manifest or index: bounded, and its digest verified. Throws BasewiseError `blob-missing` when it is not there. */
  manifest(descriptor: Descriptor): Promise<Uint8Array>;
  /** A configuration, likewise. A registry keeps it with the layers. */
  config(descriptor: Descriptor): Promise<Uint8Array>;
  /** Undefined when the blob is not there. */
  layer(descriptor: Descriptor): Promise<LayerContent | undefined>;
}
