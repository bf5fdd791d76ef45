import type { ImageReference } from '../formats/text/image-reference.ts';

/** What the user named, understood but not opened. `text` is what was written, for messages and reports. */
export type Subject =
  | { readonly kind: 'registry'; readonly text: string; readonly reference: ImageReference; readonly explicit: boolean }
  | { readonly kind: 'engine'; readonly text: string; readonly engine: 'docker' | 'podman'; readonly name: string }
  /** A tar that holds an image or a root file system, compressed or not; what it is shows when it is opened. `explicit` demands an image. */
  | { readonly kind: 'archive'; readonly text: string; readonly path: string; readonly image?: string; readonly explicit: boolean }
  /** A folder in the form of an OCI layout. */
  | { readonly kind: 'oci'; readonly text: string; readonly path: string; readonly image?: string }
  /** A folder that holds what `docker save` would put into a tar. */
  | { readonly kind: 'docker-folder'; readonly text: string; readonly path: string; readonly image?: string }
  /** A folder or a tar. */
  | { readonly kind: 'rootfs'; readonly text: string; readonly path: string; readonly form: 'folder' | 'tar' }
  | { readonly kind: TextKind; readonly text: string; readonly path: string }
  /** `-`, or `archive:-:NAME` for one of several images that arrive. */
  | { readonly kind: 'stdin'; readonly text: string; readonly image?: string };

/** Subjects that other rooms read by themselves. `manifest` is a Kubernetes one. */
export type TextKind = 'repository' | 'dockerfile' | 'lockfile' | 'manifest';
