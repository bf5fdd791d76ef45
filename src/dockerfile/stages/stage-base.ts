import { classifyImage, classifyName } from '../../bases/classify-image.ts';
import { platformParts } from './arguments.ts';
import type { StageHead } from './build-context.ts';
import type { BuildOptions, Stage, StageBase } from './build-graph.ts';
import { expandStrictly } from './scope.ts';
import type { Variables } from './scope.ts';

/** The base that a FROM line names. */
export function stageBase(
  written: string,
  globals: Variables,
  escape: string,
  earlier: readonly StageHead[],
  options: BuildOptions,
): StageBase {
  const { text, unset, error } = expandStrictly(written, globals, escape);
  const index = earlier.findLastIndex(({ name }) => name === text);
  if (index !== -1) return { kind: 'stage', index };
  if (text === 'scratch') return { kind: 'scratch' };
  const context = namedContext(text, options);
  if (context !== undefined) return context;
  if (error !== undefined) return { kind: 'unresolved', text: written, missing: unset, why: error };
  if (unset.length > 0) return unsetBase(written, unset);
  if (text === '') return { kind: 'unresolved', text: written, missing: [], why: 'the base name is empty' };
  return image(text, options);
}

/** What is not known may still stand beside a name or a part of a tag that says enough: `alpine:$VERSION`, `golang:$VERSION-alpine3.23`, `$REGISTRY/debian:12`. */
function unsetBase(written: string, missing: readonly string[]): StageBase {
  const why = `build argument ${missing.join(', ')} has no value`;
  const variable = /\$(?:\{[^}]*\}|\w+)/g;
  const [, name, tag] = /^(?:\$(?:\{[^}]*\}|\w+)\/?)?([^$:@]+)(?:[:@](.*))?$/.exec(written) ?? [];
  const classification = name === undefined ? undefined : classifyName(name, (tag ?? 'latest').replaceAll(variable, '~'));
  const known = classification === undefined || classification.family === 'unknown' ? {} : { classification };
  return { kind: 'unresolved', text: written, missing, why, ...known };
}

function image(reference: string, { buildDate, platform }: BuildOptions): StageBase {
  const classification = classifyImage(reference, {
    ...(buildDate === undefined ? {} : { buildDate }),
    ...(platform === undefined ? {} : { platform }),
  });
  return { kind: 'image', reference, classification };
}

/** `--build-context NAME=docker-image://REF` takes the place of an image of that name, and so does one that is built beside it. */
export function namedContext(name: string | undefined, options: BuildOptions): Exclude<StageBase, { kind: 'stage' }> | undefined {
  const context = name !== undefined && Object.hasOwn(options.contexts ?? {}, name) ? options.contexts?.[name] : undefined;
  if (context === undefined) {
    const built = name !== undefined && Object.hasOwn(options.builtImages ?? {}, name) ? options.builtImages?.[name] : undefined;
    return built === undefined ? undefined : { kind: 'image', reference: name ?? '', classification: built };
  }
  const reference = /^docker-image:\/\/(.+)$/.exec(context)?.[1];
  if (reference === undefined) return { kind: 'unresolved', text: name ?? '', missing: [], why: `build context ${context} is no image` };
  const found = image(reference, options);
  return found.kind === 'stage' ? undefined : found;
}

/** Linux unless the platform or the base says Windows. */
export function osOf(platform: string | undefined, root: Stage['root']): 'linux' | 'windows' {
  if (platform !== undefined && platformParts(platform).os === 'windows') return 'windows';
  return root.kind === 'image' && root.classification.family === 'windows' ? 'windows' : 'linux';
}
