import { createHash } from 'node:crypto';
import { BasewiseError } from '../errors.ts';
import { FormatError } from '../formats/format-error.ts';
import { isDigest } from '../formats/text/image-reference.ts';
import type { ImageSource, LayerSource, Platform } from '../image/source.ts';
import type { Members } from './archive/members.ts';
import { chooseByName, type NamedCandidate } from './choose-by-name.ts';
import { parseDockerArchiveManifest, type DockerArchiveImage } from './manifests/docker-archive-manifest.ts';
import { parseImageConfig } from './manifests/image-config.ts';
import { FOREIGN_ABSENT } from './manifests/media-type.ts';
import { platformMissing } from './choose-platform.ts';
import { samePlatform } from './manifests/platform.ts';

/**
 * Opens an image of what `docker save`, skopeo, buildah, kaniko and crane write: a `manifest.json` beside configurations and layers.
 * An image is taken as it is, because this form has no index, but several under one name are told apart by platform. Throws BasewiseError.
 */
export function openDockerArchive(members: Members, name: string | undefined, asked: Platform): ImageSource {
  try {
    const chosen = chooseByName(dockerArchiveCandidates(members), name, members.label);
    const images = chosen.map((image) => imageOf(members, image, name, asked));
    return images.length === 1 ? images[0]! : onlyFor(asked, images, members.label);
  } catch (error) {
    if (error instanceof FormatError) throw new BasewiseError('manifest-bad', error.message, { path: members.label, cause: error });
    throw error;
  }
}

/** An image without tags is named `@` and its place in the list, as skopeo names it. Throws FormatError `manifest-…`. */
export function dockerArchiveCandidates(members: Members): readonly NamedCandidate<DockerArchiveImage>[] {
  const bytes = members.read('manifest.json');
  if (bytes === undefined) throw new BasewiseError('not-an-image', 'there is no manifest.json', { path: members.label });
  return parseDockerArchiveManifest(bytes).map((image, index) => {
    const digest = configDigest(image.config);
    return { value: image, names: [...image.tags, `@${index}`], ...(digest === undefined ? {} : { digest }) };
  });
}

function onlyFor(platform: Platform, images: readonly ImageSource[], label: string): ImageSource {
  const found = images.find((image) => samePlatform(image.platform, platform));
  if (found === undefined)
    throw platformMissing(
      platform,
      images.map((image) => image.platform),
      label,
    );
  return found;
}

function imageOf(members: Members, image: DockerArchiveImage, name: string | undefined, asked: Platform): ImageSource {
  const bytes = members.read(image.config);
  if (bytes === undefined)
    throw new BasewiseError('blob-missing', `the configuration ${image.config} is not there`, { path: members.label });
  const digest = configDigest(image.config);
  if (digest !== undefined && `sha256:${createHash('sha256').update(bytes).digest('hex')}` !== digest) {
    throw new BasewiseError('digest-mismatch', `the configuration does not have the digest ${digest} that names it`, {
      path: members.label,
      hint: 'the archive is damaged; save it again',
    });
  }
  const { config, platform } = parseImageConfig(bytes);
  if (config.diffIds.length > 0 && config.diffIds.length !== image.layers.length) {
    throw new BasewiseError(
      'layers-mismatch',
      `the configuration names ${config.diffIds.length} layers, manifest.json ${image.layers.length}`,
      { path: members.label, hint: 'no engine can load this archive; save it again' },
    );
  }
  const label = name === undefined ? members.label : `${members.label}:${name}`;
  return {
    name: label,
    platform: platform ?? asked,
    config,
    layers: image.layers.map((layer, index) => layerOf(members, layer, config.diffIds[index], image.foreign)),
  };
}

function layerOf(members: Members, name: string, diffId: string | undefined, foreign: readonly string[]): LayerSource {
  const member = members.content(name);
  if (member === undefined && (diffId === undefined || !foreign.includes(diffId))) {
    throw new BasewiseError('blob-missing', `the layer ${name} is not there`, {
      path: members.label,
      hint: 'the archive is incomplete; save it again',
    });
  }
  const stored = /^blobs\/(sha256|sha512)\/([a-f0-9]+)$/.exec(name);
  const digest = stored ? `${stored[1]!}:${stored[2]!}` : undefined;
  return {
    ...(digest !== undefined && isDigest(digest) ? { digest } : {}),
    ...(member === undefined ? {} : { size: member.size }),
    ...(diffId === undefined ? {} : { diffId }),
    content: member?.content ?? { kind: 'absent', why: FOREIGN_ABSENT },
  };
}

/** The configuration's file is named by its digest: `HEX.json`, `sha256:HEX`, `blobs/sha256/HEX`. */
function configDigest(name: string): string | undefined {
  const hex = /(?:^|[/:])([a-f0-9]{64})(?:\.json)?$/.exec(name)?.[1];
  return hex === undefined ? undefined : `sha256:${hex}`;
}
