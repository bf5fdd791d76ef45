import { resolvePath } from './product.ts';
import type { StageContext } from './stage-facts.ts';
import { startedCommand } from './started-program.ts';

export interface StartedPath {
  /** As the file names it: `minio`, `/usr/bin/minio`. */
  readonly word: string;
  /** Where it may lie in the image. */
  readonly path: string;
  /** Offset of ENTRYPOINT or CMD. */
  readonly offset: number;
}

/** The program that the container starts, and the one behind programs that only start another; a bare name gives one path for each folder of PATH. */
export function startedPaths(context: StageContext): readonly StartedPath[] {
  const { workdir, env } = context.stage.config;
  const started = startedCommand(context);
  if (started === null) return [];
  const words = started.command.form === 'exec' ? started.argv : shellWords(started.argv.at(-1) ?? '');
  const program = words.find((word, index) => index === 0 || !word.startsWith('-'));
  const behind = words.findIndex((word) => wrappers.test(word));
  const inner = behind === -1 ? undefined : words.slice(behind + 1).find((word) => !word.startsWith('-'));
  const offset = started.command.instruction.range.start;
  return [program, inner].flatMap((word) =>
    word === undefined ? [] : placesOf(word, workdir, env['PATH']).map((path) => ({ word, path, offset })),
  );
}

const wrappers = /(?:^|\/)(?:tini|tini-static|dumb-init|catatonit|su-exec|gosu|exec|env)$/;

function shellWords(script: string): readonly string[] {
  return script.trim().split(/\s+/).slice(0, 20);
}

function placesOf(word: string, workdir: string | undefined, path: string | undefined): readonly string[] {
  if (/[$`"'*;|&<>(){}\\]/.test(word) || word === '') return [];
  if (word.includes('/')) return word.startsWith('/') || workdir?.startsWith('/') === true ? [resolvePath(workdir, word)] : [];
  const folders = (path ?? usual).split(':').filter((folder) => folder.startsWith('/'));
  return [...folders, ...usual.split(':')].map((folder) => `${folder}/${word}`);
}

const usual = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
