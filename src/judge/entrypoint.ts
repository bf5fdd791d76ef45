import type { ImageConfig } from '../image/source.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import { findOnPath } from './find-program.ts';
import { shellCommandWords } from './shell-command-words.ts';

/** What a container of this image starts. */
export interface Entrypoint {
  /** ENTRYPOINT and CMD as the engine joins them. */
  readonly argv: readonly string[];
  /** Programs that starting the image runs, as far as the configuration and a `sh -c` text show them: the first is argv[0]. */
  readonly programs: readonly StartedProgram[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
}

export interface StartedProgram {
  /** As it is named in argv or in the shell text. */
  readonly word: string;
  /** The path that the engine or the shell would execute, spelled as it is passed to execve; null when no such file exists. */
  readonly path: string | null;
  readonly by: 'engine' | 'shell' | 'entrypoint-script';
}

/** Null when the image has neither ENTRYPOINT nor CMD: it is a base, or it is started with an explicit command. */
export function findEntrypoint(rootfs: Pick<Rootfs, 'tree' | 'script'>, config: ImageConfig | null): Entrypoint | null {
  const argv = [...(config?.entrypoint ?? []), ...(config?.cmd ?? [])];
  if (config === null || argv.length === 0) return null;
  const env = environment(config.env);
  const workingDir = config.workingDir === undefined || config.workingDir === '' ? '/' : config.workingDir;
  const find = (word: string, by: StartedProgram['by']): StartedProgram => ({
    word,
    path: findOnPath(rootfs.tree, word, env['PATH'], workingDir),
    by,
  });
  const first = find(argv[0] ?? '', 'engine');
  return { argv, env, workingDir, programs: [first, ...furtherPrograms(rootfs, argv, config.entrypoint.length, first, find)] };
}

/**
 * `sh -c TEXT` starts the commands of the text; an entrypoint that is a script (docker-entrypoint.sh) by convention ends in `exec "$@"` and so starts CMD.
 */
function furtherPrograms(
  rootfs: Pick<Rootfs, 'tree' | 'script'>,
  argv: readonly string[],
  entrypointLength: number,
  first: StartedProgram,
  find: (word: string, by: StartedProgram['by']) => StartedProgram,
): readonly StartedProgram[] {
  const name = first.word.split('/').at(-1) ?? '';
  if (/^(sh|bash|dash|ash|busybox)$/.test(name)) {
    const flag = argv.findIndex((word, i) => i > 0 && /^-[a-z]*c$/.test(word));
    const text = flag === -1 ? undefined : argv[flag + 1];
    return text === undefined
      ? []
      : shellCommandWords(text)
          .map((word) => find(word, 'shell'))
          .filter((program) => program.path !== null);
  }
  const command = entrypointLength === 0 ? undefined : argv[entrypointLength];
  if (command === undefined || command.startsWith('-') || first.path === null) return [];
  const entry = rootfs.tree.lookup(first.path);
  if (!entry.ok || rootfs.script(entry.entry.identity) === null) return [];
  const program = find(command, 'entrypoint-script');
  return program.path === null ? [] : [program];
}

function environment(lines: readonly string[]): Record<string, string> {
  const env: Record<string, string> = {};
  for (const line of lines) {
    const equals = line.indexOf('=');
    if (equals > 0) env[line.slice(0, equals)] = line.slice(equals + 1);
  }
  return env;
}
