import type { Dockerfile } from '../formats/text/dockerfile/dockerfile.ts';
import { parseDockerfile } from '../formats/text/dockerfile/parse-dockerfile.ts';
import { sourceText } from '../formats/text/dockerfile/source-text.ts';
import type { BuildGraph, BuildOptions } from './stages/build-graph.ts';
import { readBuild } from './stages/read-build.ts';
import { templateReason } from './template.ts';

/** A Dockerfile to judge, or the reason why it is passed over: a template, a Windows Dockerfile, a file that is none. */
export type DockerfileReading =
  | { readonly kind: 'dockerfile'; readonly file: Dockerfile; readonly build: BuildGraph }
  | {
      readonly kind: 'passed-over';
      readonly reason: 'template' | 'windows' | 'not-a-dockerfile';
      readonly why: string;
      readonly file: Dockerfile;
    };

/**
 * Reads the bytes of a Dockerfile and its stages. `name` is the file's name, whose ending may tell a template.
 *
 * @throws FormatError `dockerfile-too-large`
 */
export function readDockerfile(bytes: Uint8Array, name: string, options: BuildOptions = {}): DockerfileReading {
  const file = parseDockerfile(sourceText(bytes));
  const template = templateReason(file, name);
  if (template !== undefined) return { kind: 'passed-over', reason: 'template', why: template, file };
  if (!file.instructions.some(({ keyword }) => keyword === 'FROM')) {
    return { kind: 'passed-over', reason: 'not-a-dockerfile', why: 'it has no FROM instruction', file };
  }
  const build = readBuild(file, options);
  if (build.target?.os === 'windows') return { kind: 'passed-over', reason: 'windows', why: windowsReason(build), file };
  return { kind: 'dockerfile', file, build };
}

function windowsReason({ target }: BuildGraph): string {
  const root = target?.root;
  return root?.kind === 'image' ? `${root.reference} is a Windows image` : `the stage is built for ${target?.platform ?? 'Windows'}`;
}
