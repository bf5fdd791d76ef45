import { FormatError } from '../../formats/format-error.ts';
import { readDescriptor, type Descriptor } from './descriptor.ts';
import { isRecord, parseJson, textField } from './json-document.ts';

/** A manifest or an index, told apart by what it holds, not by the media type that someone else claimed for it. */
export type ManifestDocument =
  | {
      readonly kind: 'manifest';
      readonly mediaType: string | undefined;
      readonly artifactType: string | undefined;
      readonly config: Descriptor;
      readonly layers: readonly Descriptor[];
    }
  | { readonly kind: 'index'; readonly artifactType: string | undefined; readonly manifests: readonly Descriptor[] }
  | { readonly kind: 'schema1' };

/**
 * Parses an OCI image manifest or index, or Docker's schema 2 forms of them. A document that could be read as both is refused
 * (CVE-2021-41190: one digest, two meanings). Throws FormatError `manifest-…`.
 */
export function parseManifest(bytes: Uint8Array): ManifestDocument {
  const document = parseJson(bytes, 'the manifest');
  if (!isRecord(document)) throw new FormatError('manifest-bad-shape', 0, 'the manifest is no JSON object');
  if (document['schemaVersion'] === 1) return { kind: 'schema1' };
  const { manifests, layers, config } = document as { manifests?: unknown; layers?: unknown; config?: unknown };
  if (manifests !== undefined && (layers !== undefined || config !== undefined)) {
    throw new FormatError('manifest-ambiguous', 0, 'the document is both an index and a manifest');
  }
  const artifactType = textField(document, 'artifactType');
  if (manifests !== undefined) return { kind: 'index', artifactType, manifests: readDescriptors(manifests, 'manifests', MOST_MANIFESTS) };
  if (config === undefined) throw new FormatError('manifest-bad-shape', 0, 'the document is neither an index nor a manifest');
  return {
    kind: 'manifest',
    mediaType: textField(document, 'mediaType'),
    artifactType,
    config: readDescriptor(config, 'config'),
    layers: layers === undefined ? [] : readDescriptors(layers, 'layers', MOST_LAYERS),
  };
}

/** Engines stop at 127 layers; builders of other artifacts use a few hundred. */
const MOST_LAYERS = 10_000;
const MOST_MANIFESTS = 10_000;

function readDescriptors(value: unknown, what: string, most: number): readonly Descriptor[] {
  if (!Array.isArray(value)) throw new FormatError('manifest-bad-shape', 0, `"${what}" is no list`);
  if (value.length > most) throw new FormatError('manifest-too-many', 0, `"${what}" has more than ${most} entries`);
  return value.map((entry: unknown, index) => readDescriptor(entry, `${what}[${index}]`));
}
