import type { ImageSource, LayerContent } from '../image/source.ts';
import type { TextKind } from './subject.ts';
import type { StreamedArchive } from './streamed-archive/streamed-archive.ts';

/** A subject that was opened and can be read. */
export type OpenedSubject =
  | { readonly kind: 'image'; readonly source: ImageSource }
  | { readonly kind: 'rootfs-folder'; readonly name: string; readonly path: string }
  /** A tar of one root file system, maybe compressed; `.wh.` files in it mean nothing special. */
  | { readonly kind: 'rootfs-tar'; readonly name: string; readonly content: Exclude<LayerContent, { kind: 'absent' }> }
  /** An image whose layers pass by before it is known which of them it uses. */
  | { readonly kind: 'streamed-archive'; readonly archive: StreamedArchive }
  | { readonly kind: TextKind; readonly name: string; readonly path: string };
