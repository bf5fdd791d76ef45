import { FormatError } from '../../formats/format-error.ts';
import { isRecord, parseJson, textField, textList } from './json-document.ts';

/** One image of a docker-archive's `manifest.json` (moby image/tarexport). */
export interface DockerArchiveImage {
  /** Member of the archive that holds the configuration. */
  readonly config: string;
  readonly tags: readonly string[];
  /** Members that hold the layers, from the bottom. */
  readonly layers: readonly string[];
  /** diffIDs of foreign layers, which may be listed without being stored. */
  readonly foreign: readonly string[];
}

/** Throws FormatError `manifest-…`. */
export function parseDockerArchiveManifest(bytes: Uint8Array): readonly DockerArchiveImage[] {
  const document = parseJson(bytes, 'manifest.json');
  if (!isDockerArchiveManifest(document)) throw new FormatError('manifest-bad-shape', 0, 'manifest.json lists no images');
  return document.map((entry, index) => {
    const config = textField(entry, 'Config');
    const layers = entry['Layers'];
    if (
      config === undefined ||
      (layers !== undefined && layers !== null && (!Array.isArray(layers) || textList(layers).length !== layers.length))
    ) {
      throw new FormatError('manifest-bad-shape', 0, `image ${index} of manifest.json has no usable Config or Layers`);
    }
    return {
      config,
      tags: textList(entry['RepoTags']),
      layers: textList(layers),
      foreign: isRecord(entry['LayerSources']) ? Object.keys(entry['LayerSources']) : [],
    };
  });
}

/** A list of objects with a `Config`: web projects have a `manifest.json` too, which is an object. */
export function isDockerArchiveManifest(document: unknown): document is readonly Readonly<Record<string, unknown>>[] {
  return (
    Array.isArray(document) &&
    document.length > 0 &&
    document.length <= MOST_IMAGES &&
    document.every((entry) => isRecord(entry) && typeof entry['Config'] === 'string')
  );
}

const MOST_IMAGES = 10_000;
