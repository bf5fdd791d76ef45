import { isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { YAMLMap } from 'yaml';
import { FormatError } from '../../formats/format-error.ts';
import type { NamedBuild, NamedBuilds } from './named-build.ts';

/**
 * The artifacts of a skaffold.yaml that Docker or Kaniko builds: image, context (`workspace` before v1alpha4), Dockerfile, target.
 *
 * @throws FormatError `skaffold-too-large`, `skaffold-bad-yaml`
 */
export function readSkaffold(text: string): NamedBuilds {
  if (text.length > MAX_LENGTH) throw new FormatError('skaffold-too-large', MAX_LENGTH, 'the file is larger than 2 MiB');
  const builds = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'error' }).flatMap((document) => {
    const problem = document.errors[0];
    if (problem !== undefined) throw new FormatError('skaffold-bad-yaml', problem.pos[0], problem.message.split('\n')[0] ?? 'not YAML');
    const build = isMap(document.contents) ? document.contents.get('build') : undefined;
    const artifacts = isMap(build) ? build.get('artifacts') : undefined;
    return isSeq(artifacts) ? artifacts.items.flatMap((item) => (isMap(item) ? artifact(item) : [])) : [];
  });
  return { builds, unknown: [] };
}

const MAX_LENGTH = 2 * 1024 * 1024;

function artifact(item: YAMLMap): readonly NamedBuild[] {
  const image = textOf(item, 'image');
  const others = ['bazel', 'jib', 'ko', 'buildpacks', 'custom'].some((key) => item.has(key));
  if (image === undefined || others) return [];
  const docker = item.get('docker') ?? item.get('kaniko');
  const dockerfile = isMap(docker) ? textOf(docker, 'dockerfile') : undefined;
  const target = isMap(docker) ? textOf(docker, 'target') : undefined;
  const build = {
    context: textOf(item, 'context') ?? textOf(item, 'workspace') ?? '.',
    args: {},
    contexts: {},
    platforms: [],
    ...(dockerfile === undefined ? {} : { dockerfile }),
    ...(target === undefined ? {} : { target }),
  };
  return [{ name: image, images: [image], build, offset: item.range?.[0] ?? 0 }];
}

function textOf(map: YAMLMap, key: string): string | undefined {
  const value = map.get(key, true);
  return isScalar(value) && typeof value.value === 'string' ? value.value : undefined;
}
