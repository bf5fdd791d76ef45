/**
 * An image that was opened, not yet read: what `subjects` hands to `image`.
 */
export interface ImageSource {
  /** As reports name it: `alpine:3.20`, `app.tar:example/app:1.0`. */
  readonly name: string;
  readonly platform: Platform;
  /** `sha256:…` of the manifest, where there is one. */
  readonly digest?: string;
  readonly config: ImageConfig;
  /** From the bottom. */
  readonly layers: readonly LayerSource[];
}

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** The parts of an OCI image configuration that analyses use; absent or odd fields of the JSON are left out, never a fault. */
export interface ImageConfig {
  readonly user?: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly shell?: readonly string[];
  readonly workingDir?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly created?: string;
  readonly history: readonly { readonly createdBy?: string; readonly created?: string; readonly emptyLayer: boolean }[];
  readonly diffIds: readonly string[];
}

export interface LayerSource {
  readonly mediaType?: string;
  /** `sha256:…` of the bytes as stored; absent in a docker-archive, whose layers are named freely. */
  readonly digest?: string;
  /** Stored bytes, where known. */
  readonly size?: number;
  /** `sha256:…` of the uncompressed tar. */
  readonly diffId?: string;
  readonly content: LayerContent;
}

/**
 * `file`: a range of a local file, which a worker reads by itself. `stream`: opened by this thread (a registry); may be opened again for a second pass.
 * `absent`: a foreign layer whose bytes are not here; the verdict becomes incomplete.
 */
export type LayerContent =
  | { readonly kind: 'file'; readonly path: string; readonly offset: number; readonly length: number }
  | { readonly kind: 'stream'; readonly open: () => Promise<AsyncIterable<Uint8Array>> }
  | { readonly kind: 'absent'; readonly why: string };
