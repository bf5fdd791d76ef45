import { FormatError } from '../../formats/format-error.ts';
import { isDigest } from '../../formats/text/image-reference.ts';
import type { ImageConfig, Platform } from '../../image/source.ts';
import { isRecord, parseJson, textField, textList, textMap } from './json-document.ts';
import { normalizePlatform } from './platform.ts';

export interface ConfigDocument {
  readonly config: ImageConfig;
  /** Absent when the configuration names no os or architecture. */
  readonly platform: Platform | undefined;
}

/** Parses an OCI or Docker image configuration; fields that are absent or odd are left out. Throws FormatError `manifest-…` when it is no JSON object. */
export function parseImageConfig(bytes: Uint8Array): ConfigDocument {
  const document = parseJson(bytes, 'the image configuration');
  if (!isRecord(document)) throw new FormatError('manifest-bad-shape', 0, 'the image configuration is no JSON object');
  const run = isRecord(document['config']) ? document['config'] : {};
  const rootfs = isRecord(document['rootfs']) ? document['rootfs'] : {};
  const user = textField(run, 'User');
  const workingDir = textField(run, 'WorkingDir');
  const created = textField(document, 'created');
  const shell = textList(run['Shell']);
  return {
    config: {
      ...(user === undefined ? {} : { user }),
      env: textList(run['Env']),
      entrypoint: textList(run['Entrypoint']),
      cmd: textList(run['Cmd']),
      ...(shell.length === 0 ? {} : { shell }),
      ...(workingDir === undefined ? {} : { workingDir }),
      labels: textMap(run['Labels']),
      ...(created === undefined ? {} : { created }),
      history: readHistory(document['history']),
      diffIds: readDiffIds(rootfs['diff_ids']),
    },
    platform: readPlatform(document),
  };
}

function readHistory(value: unknown): ImageConfig['history'] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((entry) => {
    const createdBy = textField(entry, 'created_by');
    const created = textField(entry, 'created');
    return {
      ...(createdBy === undefined ? {} : { createdBy }),
      ...(created === undefined ? {} : { created }),
      emptyLayer: entry['empty_layer'] === true,
    };
  });
}

/** All or none: an entry that is no digest would shift the others against the layers. */
function readDiffIds(value: unknown): readonly string[] {
  const ids = textList(value);
  if (!Array.isArray(value) || value.length === 0) return [];
  if (ids.length !== value.length || !ids.every(isDigest))
    throw new FormatError('manifest-bad-digest', 0, 'the image configuration has a diff_id that is no digest');
  return ids;
}

function readPlatform(document: Readonly<Record<string, unknown>>): Platform | undefined {
  const os = textField(document, 'os');
  const architecture = textField(document, 'architecture');
  if (os === undefined || architecture === undefined) return undefined;
  const variant = textField(document, 'variant');
  return normalizePlatform({ os, architecture, ...(variant === undefined ? {} : { variant }) });
}
