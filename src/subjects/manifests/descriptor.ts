import { FormatError } from '../../formats/format-error.ts';
import { isDigest } from '../../formats/text/image-reference.ts';
import type { Platform } from '../../image/source.ts';
import { normalizePlatform } from './platform.ts';
import { isRecord, textField, textMap } from './json-document.ts';

/** OCI image-spec `descriptor.md`: what points at a blob. */
export interface Descriptor {
  readonly mediaType: string | undefined;
  readonly digest: string;
  /** Bytes as stored. */
  readonly size: number;
  readonly artifactType: string | undefined;
  readonly annotations: Readonly<Record<string, string>>;
  /** It names other places to get the blob from, as foreign layers do; basewise never follows them. */
  readonly hasUrls: boolean;
  /** Normalised; only entries of an index have one. */
  readonly platform: Platform | undefined;
}

/** Throws FormatError `manifest-…` when digest or size cannot be used. */
export function readDescriptor(value: unknown, what: string): Descriptor {
  if (!isRecord(value)) throw new FormatError('manifest-bad-descriptor', 0, `${what} is no descriptor`);
  const digest = value['digest'];
  if (typeof digest !== 'string' || !isDigest(digest))
    throw new FormatError('manifest-bad-digest', 0, `${what} has no digest of a known algorithm`);
  const size = value['size'];
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw new FormatError('manifest-bad-size', 0, `${what} has no usable size`);
  const urls = value['urls'];
  return {
    mediaType: textField(value, 'mediaType'),
    digest,
    size,
    artifactType: textField(value, 'artifactType'),
    annotations: textMap(value['annotations']),
    hasUrls: Array.isArray(urls) && urls.length > 0,
    platform: readPlatform(value['platform']),
  };
}

function readPlatform(value: unknown): Platform | undefined {
  if (!isRecord(value)) return undefined;
  const os = textField(value, 'os');
  const architecture = textField(value, 'architecture');
  if (os === undefined || architecture === undefined) return undefined;
  const variant = textField(value, 'variant');
  return normalizePlatform({ os, architecture, ...(variant === undefined ? {} : { variant }) });
}
