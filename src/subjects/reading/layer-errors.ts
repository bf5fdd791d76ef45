import { BasewiseError } from '../../errors.ts';
import { FormatError } from '../../formats/format-error.ts';
import type { LayerSource } from '../../image/source.ts';
import type { LayerWalk } from '../../image/walk-layer.ts';

/** What a failed walk means to a person; anything but a format's or a person's error is passed on. `layer` names it: number and digest. */
export function layerError(cause: unknown, layer: string, image: string): unknown {
  if (!(cause instanceof FormatError)) return cause;
  if (cause.code === 'unsupported-compression') {
    return new BasewiseError('compression-unsupported', `layer ${layer}: ${cause.message}`, {
      path: image,
      hint: 'layers are read plain or compressed with gzip or zstd: convert it, for example with skopeo copy --dest-compress-format zstd',
      cause,
    });
  }
  if (cause.code === 'decompression-bomb') {
    return new BasewiseError('decompression-bomb', `layer ${layer}: ${cause.message}`, {
      path: image,
      hint: 'this looks like an attack; nothing of it was read further',
      cause,
    });
  }
  return new BasewiseError('layer-damaged', `layer ${layer} cannot be read: ${cause.message}`, {
    path: image,
    hint: 'it is damaged or incomplete: pull or save the image again',
    cause,
  });
}

/** Throws BasewiseError `layer-mismatch` when the bytes of a layer are not those that the manifest or the configuration promises. */
export function verifyLayer(layer: LayerSource, walk: LayerWalk, index: number, image: string): void {
  verify(layer.digest, walk.digest, index, image, 'digest');
  verify(layer.size, walk.stored, index, image, 'size');
  // A diffID by another algorithm is not computed: the digest of the stored bytes was.
  if (layer.diffId?.startsWith('sha256:') === true) verify(layer.diffId, walk.diffId, index, image, 'diffID');
}

function verify<T extends string | number>(promised: T | undefined, found: T, index: number, image: string, what: string): void {
  if (promised === undefined || promised === found) return;
  throw new BasewiseError('layer-mismatch', `layer ${index + 1}: its ${what} should be ${promised} and is ${found}`, {
    path: image,
    hint: 'the image is damaged or was changed: pull or save it again',
  });
}
