import type { BuildGraph, Stage } from '../../dockerfile/stages/build-graph.ts';
import type { Place } from './place.ts';
import { isReached, runsOf, stageChain } from './stage-runs.ts';

/** A glibc put beside musl, and how it came: with the base image, as a package or by a script, or copied together with its loader. */
export interface GlibcBeside {
  readonly how: 'image' | 'installed' | 'copied';
  readonly version: string | null;
  /** Offset of the instruction; the FROM line for an image. */
  readonly offset: number;
}

export function glibcBeside(build: BuildGraph, stage: Stage, place: Place): GlibcBeside | null {
  if (place.libc !== 'musl') return null;
  const chain = stageChain(build, stage);
  const [lowest] = chain;
  for (const { steps } of chain) {
    for (const step of steps) {
      if (step.kind !== 'copy' && step.kind !== 'add') continue;
      const names = [...step.sources, step.destination];
      // Dart's image keeps a glibc with its loader in /runtime, to be copied along.
      const dart = step.from.kind === 'image' ? step.from.reference : step.from.kind === 'stage' ? placeName(build, step.from.index) : '';
      if (/(?:^|\/)dart(?::|@|$)/.test(dart) && step.sources.some((name) => /^\/?runtime\/?$/.test(name)))
        return { how: 'copied', version: null, offset: step.instruction.range.start };
      if (
        names.some((name) => /(?:^|\/)ld-(?:linux|2\.)/.test(name)) ||
        (step.from.kind !== 'context' && step.sources.some((source) => /^\/lib64(?:\/\*?)?$/.test(source)))
      )
        return { how: 'copied', version: null, offset: step.instruction.range.start };
    }
  }
  for (const { commands, packages } of runsOf(build, stage)) {
    for (const { manager, action, packages: named, command } of packages) {
      if (manager !== 'apk' || action !== 'install' || !isReached(command)) continue;
      const glibc = named.find(({ name }) => /(?:^|\/)glibc(?:-bin|-i18n|-dev)?(?:-\d.*|-\$.*)?(?:\.apk)?$/.test(name));
      if (glibc !== undefined) return { how: 'installed', version: /-(\d+\.\d+)/.exec(glibc.name)?.[1] ?? null, offset: command.start };
    }
    const script = commands.find(
      (command) =>
        isReached(command) &&
        command.argv.slice(0, 2).some(({ text }) => /(?:^|[/_-])(?:install|setup|add)[-_]?glibc(?:\.sh)?$|glibc[-_]install/.test(text)),
    );
    if (script !== undefined) return { how: 'installed', version: null, offset: script.start };
  }
  return place.glibcBeside && lowest !== undefined ? { how: 'image', version: null, offset: lowest.from.range.start } : null;
}

function placeName(build: BuildGraph, index: number): string {
  const root = build.stages[index]?.root;
  return root?.kind === 'image' ? root.reference : '';
}
